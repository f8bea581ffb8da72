/** Steering a run: the commands, and the profile that the run then follows. */
@NullMarked
package dev.onrush.internal.control;

import org.jspecify.annotations.NullMarked;
