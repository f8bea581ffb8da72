/** Comparisons of runs, as Markdown and as a page. */
@NullMarked
package dev.onrush.internal.report.comparison;

import org.jspecify.annotations.NullMarked;
