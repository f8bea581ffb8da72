/** What a run is said to be, once for all reports: figures, levels, probes, differences. */
@NullMarked
package dev.onrush.internal.report.summary;

import org.jspecify.annotations.NullMarked;
