package dev.onrush.internal.export;

import java.util.Collections;
import java.util.List;
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
  sealed interface Value {}

  /** A number. */
  record Amount(double number) implements Value {}

  /**
   * Samples by how large they are, twice: between fixed bounds, and in buckets that grow by a
   * factor. Immutable.
   *
   * @param bounds upper ones, included, in ascending order; the last is infinite
   * @param counts of samples between each bound and the one before
   * @param zeros samples that are 0, which no factor reaches
   * @param first number of the first growing bucket: bucket {@code n} is above {@code 2^(n/8)}, up
   *     to {@code 2^((n+1)/8)}
   * @param growing counts of the growing buckets from there on; empty ones included
   * @param sum exact
   * @param min exact; 0 without samples
   * @param max exact; 0 without samples
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
     * Eight buckets to a doubling, which is OpenTelemetry's scale and Prometheus's schema 3: the
     * finest with which 1 ms to 60 s fit into the 160 buckets that a collector can be relied on to
     * take. A quantile is right within 4.5 %.
     */
    static final int SCALE = 3;

    Spread {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
      growing = List.copyOf(growing);
    }

    /** The growing bucket that {@code value}, above 0, is in. */
    static int bucketOf(double value) {
      return (int) Math.ceil(Math.log(value) / Math.log(2) * (1 << SCALE)) - 1;
    }
  }
}
