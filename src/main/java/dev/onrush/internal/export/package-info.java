/** The metrics of a run for Prometheus and OpenTelemetry, during the run. */
@NullMarked
package dev.onrush.internal.export;

import org.jspecify.annotations.NullMarked;
