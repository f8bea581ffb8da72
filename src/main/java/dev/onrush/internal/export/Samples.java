package dev.onrush.internal.export;

import dev.onrush.internal.export.Point.Spread;
import dev.onrush.internal.metrics.histogram.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sum of the distributions of a run's intervals, in the form that exporters take. */
final class Samples {

  /**
   * The bounds for times, in seconds: three for each power of ten, and at typical limits of
   * patience.
   */
  private static final List<Double> SECONDS =
      List.of(
          0.001,
          0.002,
          0.005,
          0.01,
          0.02,
          0.05,
          0.1,
          0.2,
          0.5,
          1.0,
          2.0,
          5.0,
          10.0,
          30.0,
          60.0,
          Double.POSITIVE_INFINITY);

  /**
   * The bounds for numbers that a simulation records, whatever they are: one for each power of ten.
   */
  private static final List<Double> NUMBERS =
      List.of(
          0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e9, Double.POSITIVE_INFINITY);

  private final List<Double> bounds;
  private final double unit;
  private final long[] counts;
  private final TreeMap<Integer, Long> growing = new TreeMap<>();
  private long zeros;
  private long count;

  /**
   * The sum in whole thousandths, so that sums of sums stay exact for as long as a {@code double}
   * can represent them.
   */
  private double thousandths;

  private double min = Double.POSITIVE_INFINITY;
  private double max;
  private @Nullable Spread known;

  private Samples(List<Double> bounds, double unit) {
    this.bounds = bounds;
    this.unit = unit;
    this.counts = new long[bounds.size()];
  }

  /** Creates an empty sum of times, which are exported in seconds. */
  static Samples ofTimes() {
    return new Samples(SECONDS, 1000);
  }

  /** Creates an empty sum of numbers, which are recorded as milliseconds and have no unit. */
  static Samples ofNumbers() {
    return new Samples(NUMBERS, 1);
  }

  void add(Distribution more) {
    if (more.count() == 0) {
      return;
    }
    known = null;
    count += more.count();
    thousandths += Math.rint(more.sum() * 1000);
    min = Math.min(min, more.min() / unit);
    max = Math.max(max, more.max() / unit);
    more.forEach((milliseconds, samples) -> add(milliseconds / unit, samples));
  }

  private void add(double value, long samples) {
    int between = 0;
    while (value > bounds.get(between)) {
      between++;
    }
    counts[between] += samples;
    if (value == 0) {
      zeros += samples;
    } else {
      growing.merge(Spread.bucketOf(value), samples, Long::sum);
    }
  }

  /** Returns the current sum; the same object as long as nothing is added. */
  Spread spread() {
    Spread spread = known;
    if (spread == null) {
      spread =
          new Spread(
              bounds,
              Arrays.stream(counts).boxed().toList(),
              zeros,
              growing.isEmpty() ? 0 : growing.firstKey(),
              withoutGaps(),
              count,
              thousandths / (1000 * unit),
              count == 0 ? 0 : min,
              max);
      known = spread;
    }
    return spread;
  }

  private List<Long> withoutGaps() {
    List<Long> all = new ArrayList<>();
    for (Map.Entry<Integer, Long> bucket : growing.entrySet()) {
      while (all.size() < bucket.getKey() - growing.firstKey()) {
        all.add(0L);
      }
      all.add(bucket.getValue());
    }
    return all;
  }
}
