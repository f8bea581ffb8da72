/** The limits of the machine that the generator runs on, and its health during a run. */
@NullMarked
package dev.onrush.internal.machine;

import org.jspecify.annotations.NullMarked;
