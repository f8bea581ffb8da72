/** A run's figures for Prometheus and OpenTelemetry, while it goes. */
@NullMarked
package dev.onrush.internal.export;

import org.jspecify.annotations.NullMarked;
