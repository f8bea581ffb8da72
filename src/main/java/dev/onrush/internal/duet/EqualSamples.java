package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.units.Percentile;

/**
 * Statistics of as many samples as another variant has. The percentile of few samples by nearest
 * rank is usually lower than the percentile of many samples from the same distribution: p95 is the
 * 38th of 40 samples, above which a sample lies in 7.3 % of all cases, and the 46th of 48, above
 * which one lies in 6.1 %. So the variant with more samples would look slower, in each block anew.
 *
 * <p>The statistic of more samples is therefore that of a part of them, chosen at random, which has
 * as many samples as the other variant: its mean over all such parts, which needs no random
 * numbers. If both variants are equal, its expected value is that of the other variant. Values are
 * natural logarithms of milliseconds.
 */
final class EqualSamples {

  /** One microsecond, since zero has no logarithm. */
  private static final double SHORTEST = 0.001;

  /** Weights are scaled down when they exceed this. */
  private static final double HUGE = 1e200;

  private EqualSamples() {}

  static double logarithm(double milliseconds) {
    return Math.log(Math.max(milliseconds, SHORTEST));
  }

  /**
   * Returns the mean logarithm of a percentile, by nearest rank, of all parts of this size.
   *
   * <p>Of n samples, the k-th is the r-th of a part of m samples in {@code (k - 1 over r - 1) * (n
   * - k over m - r)} of all {@code (n over m)} parts.
   *
   * @param size from 1 to the number of samples
   */
  static double percentile(Distribution times, Percentile percentile, long size) {
    if (size == times.count()) {
      return logarithm(times.at(percentile));
    }
    RankWeights weights = new RankWeights(times.count(), size, Buckets.rank(percentile, size));
    times
        .buckets()
        .forEach(
            (middle, count) -> {
              double value = Math.max(times.min(), Math.min(times.max(), middle));
              weights.add(logarithm(value), count);
            });
    return weights.mean();
  }

  /**
   * Returns the mean logarithm of the mean of all parts of this size, to the second order. The
   * logarithm of the mean of n samples is on average less than that of the true mean, by half of
   * its relative variance.
   *
   * @param size from 1 to the number of samples
   */
  static double mean(Distribution times, long size) {
    double mean = times.mean();
    double spread = mean == 0 ? 0 : times.standardDeviation() / mean;
    return logarithm(mean) - spread * spread / 2 * (1.0 / size - 1.0 / times.count());
  }

  /** A mean of sorted samples, each weighted by the number of parts whose percentile it is. */
  private static final class RankWeights {
    private final double all;
    private final double part;
    private final double rank;
    private double seen;

    /** The weight of the sample at position {@code seen}, on any scale. */
    private double weight = 1;

    private double weights;
    private double sum;

    RankWeights(long all, long part, long rank) {
      this.all = all;
      this.part = part;
      this.rank = rank;
    }

    /** Adds the next samples, none of which is less than any before. */
    void add(double value, long count) {
      for (long i = 0; i < count; i++) {
        seen++;
        if (seen < rank || seen > all - part + rank) {
          continue; // not the r-th of any part
        }
        if (seen > rank) {
          double before = seen - 1;
          weight *= before / (before - rank + 1) * ((all - before - part + rank) / (all - before));
        }
        weights += weight;
        sum += weight * value;
        if (weights > HUGE) {
          weight /= HUGE;
          weights /= HUGE;
          sum /= HUGE;
        }
      }
    }

    double mean() {
      return sum / weights;
    }
  }
}
