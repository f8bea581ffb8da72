/** What the console says at the end of a run. */
@NullMarked
package dev.onrush.internal.report.console;

import org.jspecify.annotations.NullMarked;
