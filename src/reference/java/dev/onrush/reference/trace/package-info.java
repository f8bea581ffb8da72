/** The traces of single requests: spans, sent by OpenTelemetry's own exporter. */
@NullMarked
package dev.onrush.reference.trace;

import org.jspecify.annotations.NullMarked;
