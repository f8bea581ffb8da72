package dev.onrush.internal.service;

import java.util.Map;

/**
 * A selector of series of a metric.
 *
 * @param labels the labels that a series must have; it may have others
 */
record Selector(String metric, Map<String, String> labels) {

  /**
   * Parses {@code jvm_memory_used_bytes} or {@code jvm_memory_used_bytes{area="heap"}}. The quotes
   * may be single ones, as in PromQL, since shells and properties files leave these unchanged.
   *
   * @throws IllegalArgumentException if {@code text} is not a selector
   */
  static Selector parse(String text) {
    try {
      PrometheusSample series = PrometheusSample.parse(quoted(text.strip()) + " 0");
      return new Selector(series.metric(), series.labels());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metric of the service was \""
              + text
              + "\"; write its name, with labels if necessary, as in"
              + " jvm_memory_used_bytes{area=\"heap\"}",
          e);
    }
  }

  /**
   * Returns the selector with each value in double quotes. An apostrophe within double quotes is
   * part of the value.
   */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = quote != 0 && c == '\\' && i + 1 < text.length();
      if (escape) {
        char next = text.charAt(++i);
        quoted.append(next == '\'' ? "'" : "\\" + next);
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        quoted.append('"');
      } else if (c == quote) {
        quote = 0;
        quoted.append('"');
      } else {
        quoted.append(c == '"' ? "\\\"" : String.valueOf(c));
      }
    }
    return quoted.toString();
  }

  boolean matches(PrometheusSample series) {
    return series.metric().equals(metric)
        && series.labels().entrySet().containsAll(labels.entrySet());
  }
}
