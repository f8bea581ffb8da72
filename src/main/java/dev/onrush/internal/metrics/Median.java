package dev.onrush.internal.metrics;

import java.util.Arrays;

/** The median of some values. */
public final class Median {

  private Median() {}

  /**
   * Returns the middle value; for an even number of values, the mean of the two middle ones; 0
   * without values.
   */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length == 0
        ? 0
        : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
