package dev.onrush.internal.capacity;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Finds the knee of a curve whose slope increases, such as response time over load.
 *
 * <p>Both axes are scaled to 0 … 1. The knee is where the curve lies farthest below the straight
 * line from its start to its end, if the curve then approaches that line again by more than the
 * distance between points. Source: V. Satopää, J. Albrecht, D. Irwin, B. Raghavan, "Finding a
 * 'Kneedle' in a Haystack", 2011, for a convex, increasing curve, with sensitivity 1, and without
 * smoothing: each of a handful of points is a statistic of many samples already.
 */
final class Kneedle {

  private static final int FEWEST = 5;
  private static final double SENSITIVITY = 1;

  private Kneedle() {}

  /**
   * Returns the index of the knee.
   *
   * @param x ascending
   * @param y finite, one for each value of {@code x}
   * @return empty for fewer than five points, and for a curve without a knee
   */
  static OptionalInt of(double[] x, double[] y) {
    int n = x.length;
    double low = Arrays.stream(y).min().orElse(0);
    double high = Arrays.stream(y).max().orElse(0);
    if (n < FEWEST || high == low) {
      return OptionalInt.empty();
    }
    double[] below = new double[n];
    for (int i = 0; i < n; i++) {
      below[i] = (x[i] - x[0]) / (x[n - 1] - x[0]) - (y[i] - low) / (high - low);
    }
    double step = 1.0 / (n - 1); // the mean distance between neighbours on an axis of 0 … 1
    int knee = 0;
    for (int i = 1; i < n; i++) {
      if (below[i] > below[knee]) {
        knee = i;
      }
    }
    double threshold = below[knee] - SENSITIVITY * step;
    boolean comesBack = Arrays.stream(below, knee, n).anyMatch(d -> d < threshold);
    return knee > 0 && knee < n - 1 && comesBack ? OptionalInt.of(knee) : OptionalInt.empty();
  }
}
