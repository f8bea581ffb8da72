/** The steering of a run: the commands, and the load profile that the run follows after them. */
@NullMarked
package dev.onrush.internal.control;

import org.jspecify.annotations.NullMarked;
