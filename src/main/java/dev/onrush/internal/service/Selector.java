package dev.onrush.internal.service;

import java.util.Map;

/**
 * A selector of series of a metric.
 *
 * @param labels that a series must have; it may have others
 */
record Selector(String metric, Map<String, String> labels) {

  /**
   * Reads {@code jvm_memory_used_bytes} or {@code jvm_memory_used_bytes{area="heap"}}; as in
   * PromQL, the quotes may be single ones, which shells and properties leave alone.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Selector parse(String text) {
    try {
      PrometheusSample series = PrometheusSample.parse(text.strip().replace('\'', '"') + " 0");
      return new Selector(series.metric(), series.labels());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metric of the service was \""
              + text
              + "\"; write its name, with labels if need be, such as"
              + " jvm_memory_used_bytes{area=\"heap\"}",
          e);
    }
  }

  boolean matches(PrometheusSample series) {
    return series.metric().equals(metric)
        && series.labels().entrySet().containsAll(labels.entrySet());
  }
}
