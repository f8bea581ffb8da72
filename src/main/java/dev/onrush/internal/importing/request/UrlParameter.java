package dev.onrush.internal.importing.request;

/**
 * A parameter of a query, or of a segment of a path.
 *
 * @param begin the name with the equals sign; empty if the parameter has no name
 * @param value the value
 */
public record UrlParameter(String begin, String value) {

  /** The name; empty if the parameter has no name. */
  public String name() {
    return begin.substring(0, Math.max(0, begin.length() - 1));
  }
}
