/**
 * The frame of the terminal view: lines that are computed from a run's state and a terminal's size.
 */
@NullMarked
package dev.onrush.internal.live.terminal.frame;

import org.jspecify.annotations.NullMarked;
