/** The frame of the terminal view: lines, as a function of a run's state and a terminal's size. */
@NullMarked
package dev.onrush.internal.live.terminal.frame;

import org.jspecify.annotations.NullMarked;
