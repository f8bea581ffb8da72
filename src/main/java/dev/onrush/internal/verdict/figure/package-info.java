/** The statistics that probes share: spans of time, values of statistics, and trends. */
@NullMarked
package dev.onrush.internal.verdict.figure;

import org.jspecify.annotations.NullMarked;
