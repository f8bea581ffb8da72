package dev.onrush.internal.export;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value of a metric.
 *
 * @param labels that tell it from the metric's others
 */
record Point(Map<String, String> labels, Value value) {

  Point {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** A number, or samples. */
  sealed interface Value permits Amount, Spread {}

  /** A number. */
  record Amount(double number) implements Value {}
}
