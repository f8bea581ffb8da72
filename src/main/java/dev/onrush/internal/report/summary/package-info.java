/** The contents that all reports share, computed once: figures, levels, probes, differences. */
@NullMarked
package dev.onrush.internal.report.summary;

import org.jspecify.annotations.NullMarked;
