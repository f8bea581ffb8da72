/**
 * {@code report.html}: what a run was like over time, and the page that shows it. The charts are
 * drawn by the page's own script, in SVG: at most 600 cells are few enough for it, the browser then
 * prints them sharply and recolours them for a dark screen by itself, and no chart library on Maven
 * Central has the logarithmic spectrum and the heat map as well.
 */
@NullMarked
package dev.onrush.report.html;

import org.jspecify.annotations.NullMarked;
