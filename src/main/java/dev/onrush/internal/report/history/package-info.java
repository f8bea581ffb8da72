/** The history of all runs below one folder: {@code reports/index.html}. */
@NullMarked
package dev.onrush.internal.report.history;

import org.jspecify.annotations.NullMarked;
