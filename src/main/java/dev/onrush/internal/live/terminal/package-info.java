/**
 * A run on the terminal that started it: plain lines anywhere, and, on a terminal that can, a view
 * that is drawn in place and takes keys.
 */
@NullMarked
package dev.onrush.internal.live.terminal;

import org.jspecify.annotations.NullMarked;
