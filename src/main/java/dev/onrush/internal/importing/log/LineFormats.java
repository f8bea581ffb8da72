package dev.onrush.internal.importing.log;

import java.util.Map;

/** Creates the formats of logs. */
public final class LineFormats {

  private LineFormats() {}

  /** The formats "common" and "combined" of Apache and nginx. */
  public static LineFormat combined() {
    return new CombinedFormat();
  }

  /** The format of the access log of an AWS Application Load Balancer. */
  public static LineFormat alb() {
    return new AlbFormat();
  }

  /**
   * The format with one JSON object per line.
   *
   * @param fields names of fields by their kind, for fields whose names differ from the usual ones
   * @throws IllegalArgumentException if there is no such kind of field
   */
  public static LineFormat jsonLines(Map<String, String> fields) {
    return new JsonLinesFormat(fields);
  }

  /** Traces in OTLP as JSON, with one export per line. */
  public static LineFormat otlp() {
    return new OtlpFormat();
  }
}
