/** The service under test: the given one, or one that is started for the run. */
@NullMarked
package dev.onrush.internal.launch.target;

import org.jspecify.annotations.NullMarked;
