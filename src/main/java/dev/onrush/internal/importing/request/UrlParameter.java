package dev.onrush.internal.importing.request;

/**
 * A parameter of a query, or of a segment of a path.
 *
 * @param begin its name with the equals sign; empty if it has none
 * @param value of it
 */
public record UrlParameter(String begin, String value) {

  /** Empty if it has none. */
  public String name() {
    return begin.substring(0, Math.max(0, begin.length() - 1));
  }
}
