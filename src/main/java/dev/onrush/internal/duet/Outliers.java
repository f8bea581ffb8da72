package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.Median;
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
    double median = Median.of(values);
    double far =
        FAR
            * DEVIATIONS
            * Median.of(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    return far == 0
        ? values
        : Arrays.stream(values)
            .map(v -> Math.max(median - far, Math.min(median + far, v)))
            .toArray();
  }
}
