package dev.onrush.internal.export;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value of a metric.
 *
 * @param labels the labels that distinguish the point from the metric's other points
 */
record Point(Map<String, String> labels, Value value) {

  Point {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** The value of a point: a number, or a distribution of samples. */
  sealed interface Value {}

  /** A number. */
  record Amount(double number) implements Value {}

  /**
   * A distribution of samples in two forms: counted between fixed bounds, and counted in buckets
   * that grow by a factor. Immutable.
   *
   * @param bounds the upper bounds, inclusive, in ascending order; the last is infinite
   * @param counts the number of samples between each bound and the one before
   * @param zeros the number of samples that are 0, which no growing bucket contains
   * @param first the number of the first growing bucket: bucket {@code n} is above {@code 2^(n/8)},
   *     up to {@code 2^((n+1)/8)}
   * @param growing the counts of the growing buckets from the first on, including empty ones
   * @param sum the exact sum
   * @param min the exact minimum; 0 without samples
   * @param max the exact maximum; 0 without samples
   */
  record Spread(
      List<Double> bounds,
      List<Long> counts,
      long zeros,
      int first,
      List<Long> growing,
      long count,
      double sum,
      double min,
      double max)
      implements Value {

    /**
     * Eight buckets per doubling, which is OpenTelemetry's scale 3 and Prometheus's schema 3. This
     * is the finest scale with which 1 ms to 60 s fit into 160 buckets, the number that every
     * collector can be expected to accept. A quantile is accurate within 4.5 %.
     */
    static final int SCALE = 3;

    Spread {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
      growing = List.copyOf(growing);
    }

    /**
     * Returns the number of the growing bucket that contains {@code value}, which must be above 0.
     */
    static int bucketOf(double value) {
      return (int) Math.ceil(Math.log(value) / Math.log(2) * (1 << SCALE)) - 1;
    }
  }
}
