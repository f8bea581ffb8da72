package dev.onrush.internal.duet;

import java.util.Arrays;

/**
 * Values that are far from all others. A pause of one variant makes the difference of one block
 * large; a mean with it would say more of that block than of all others, and its interval would be
 * too wide to say anything.
 */
final class Outliers {

  /** In standard deviations. */
  private static final double FAR = 4;

  /** The standard deviation of normal values, in median absolute deviations. */
  private static final double DEVIATIONS = 1.4826;

  private Outliers() {}

  /**
   * The same values; what is farther than four standard deviations from the median is as far as
   * that, on the same side (winsorized). The standard deviation is that of normal values with the
   * same median absolute deviation. Where the two variants are equal, differences are as often on
   * the one side as on the other, and stay so.
   */
  static double[] drawnIn(double[] values) {
    double median = median(values);
    double far =
        FAR * DEVIATIONS * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    return far == 0
        ? values
        : Arrays.stream(values)
            .map(v -> Math.max(median - far, Math.min(median + far, v)))
            .toArray();
  }

  /** The middle value; of an even number, the mean of both. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length == 0
        ? 0
        : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
