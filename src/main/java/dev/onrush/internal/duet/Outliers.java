package dev.onrush.internal.duet;

import java.util.Arrays;

/**
 * Limits values that are far from all others. A pause of one variant makes the difference of one
 * block large. A mean with this block would say more about it than about all other blocks, and the
 * interval would be too wide to say anything.
 */
final class Outliers {

  /** The greatest distance from the median, in standard deviations. */
  private static final double FAR = 4;

  /** The standard deviation of normal values, as a multiple of their median absolute deviation. */
  private static final double DEVIATIONS = 1.4826;

  private Outliers() {}

  /**
   * Returns the values, with each value that is farther than four standard deviations from the
   * median moved to that distance on the same side (winsorized). The standard deviation is that of
   * normal values with the same median absolute deviation. If the two variants are equal,
   * differences are as frequent on one side as on the other, and stay so.
   */
  static double[] winsorized(double[] values) {
    double median = median(values);
    double far =
        FAR * DEVIATIONS * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    return far == 0
        ? values
        : Arrays.stream(values)
            .map(v -> Math.max(median - far, Math.min(median + far, v)))
            .toArray();
  }

  /** The middle value; for an even number of values, the mean of the two middle ones. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length == 0
        ? 0
        : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
