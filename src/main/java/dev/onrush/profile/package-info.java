/** How many users or arrivals there are at each moment, as pure values: levels, stages, phases. */
@NullMarked
package dev.onrush.profile;

import org.jspecify.annotations.NullMarked;
