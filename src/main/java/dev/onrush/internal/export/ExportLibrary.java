package dev.onrush.internal.export;

import dev.onrush.internal.library.OptionalLibrary;
import dev.onrush.internal.text.RootCause;
import java.util.function.Supplier;

/**
 * An optional library that an export needs. Classes that use the library are loaded only after it
 * was checked.
 */
enum ExportLibrary {
  PROMETHEUS(
      "io.prometheus.metrics.expositionformats.ExpositionFormats",
      "io.prometheus:prometheus-metrics-exposition-textformats:1.7.0"),
  OPEN_TELEMETRY(
      "io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter",
      "io.opentelemetry:opentelemetry-exporter-otlp:1.62.0, without its"
          + " opentelemetry-exporter-sender-okhttp, and"
          + " io.opentelemetry:opentelemetry-exporter-sender-jdk:1.62.0");

  private final String witness;
  private final String coordinates;

  ExportLibrary(String witness, String coordinates) {
    this.witness = witness;
    this.coordinates = coordinates;
  }

  /**
   * Opens a channel that needs the library, because of a setting.
   *
   * @throws IllegalArgumentException if the library is not on the class path, or does not fit
   */
  ExportChannel open(String setting, Supplier<ExportChannel> channel) {
    new OptionalLibrary(witness, coordinates).check("setting " + setting, "leave the setting out");
    try {
      return channel.get();
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "setting "
              + setting
              + " needs a library of which another version, or only a part, is on the class path ("
              + RootCause.of(e)
              + "); the dependencies need "
              + coordinates
              + ", or leave the setting out",
          e);
    }
  }
}
