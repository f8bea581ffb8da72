/**
 * The export of a run's metrics to Prometheus, OpenTelemetry and the project's own exporters,
 * during the run.
 */
@NullMarked
package dev.onrush.internal.export;

import org.jspecify.annotations.NullMarked;
