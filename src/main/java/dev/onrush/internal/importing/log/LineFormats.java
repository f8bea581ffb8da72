package dev.onrush.internal.importing.log;

import java.util.Map;

/** The formats of logs. */
public final class LineFormats {

  private LineFormats() {}

  /** Common and combined, of Apache and nginx. */
  public static LineFormat combined() {
    return new CombinedFormat();
  }

  /** That of an Application Load Balancer of AWS. */
  public static LineFormat alb() {
    return new AlbFormat();
  }

  /**
   * A JSON object a line.
   *
   * @param fields names of fields by their kind, where they have other names than usual
   * @throws IllegalArgumentException if there is no such kind of field
   */
  public static LineFormat jsonLines(Map<String, String> fields) {
    return new JsonLinesFormat(fields);
  }

  /** Traces in OTLP as JSON, an export a line. */
  public static LineFormat otlp() {
    return new OtlpFormat();
  }
}
