/** How many runs are kept, and how older ones are deleted. */
@NullMarked
package dev.onrush.internal.run.retention;

import org.jspecify.annotations.NullMarked;
