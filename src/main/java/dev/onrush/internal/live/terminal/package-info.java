/**
 * A run on the terminal that started it: a view that is drawn in place and takes keys, and plain
 * lines where the terminal has no such view.
 */
@NullMarked
package dev.onrush.internal.live.terminal;

import org.jspecify.annotations.NullMarked;
