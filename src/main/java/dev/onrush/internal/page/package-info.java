/**
 * The figures of runs over time, and the pages that show them: {@code report.html}, {@code
 * compare.html}, {@code index.html}. The pages' own script draws the charts, in SVG. uPlot was the
 * first choice, but is not published as a webjar. At most 600 cells need no library for speed, and
 * SVG prints sharply, changes its colours with the theme, and also serves for the percentile
 * spectrum and the heat map.
 */
@NullMarked
package dev.onrush.internal.page;

import org.jspecify.annotations.NullMarked;
