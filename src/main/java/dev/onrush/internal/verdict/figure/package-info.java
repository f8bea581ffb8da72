/** The statistics that probes share: spans of time, values of statistics, trends. */
@NullMarked
package dev.onrush.internal.verdict.figure;

import org.jspecify.annotations.NullMarked;
