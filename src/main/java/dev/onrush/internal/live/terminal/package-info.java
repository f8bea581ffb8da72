/**
 * Shows a run on the terminal that started it: as a view that is drawn in place and reads keys, or
 * as plain lines where the terminal cannot show this view.
 */
@NullMarked
package dev.onrush.internal.live.terminal;

import org.jspecify.annotations.NullMarked;
