/** The summary of a run on the console, printed at its end. */
@NullMarked
package dev.onrush.internal.report.console;

import org.jspecify.annotations.NullMarked;
