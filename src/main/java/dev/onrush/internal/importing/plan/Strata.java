package dev.onrush.internal.importing.plan;

import java.util.Arrays;

/** Reduces many values to a few with the same distribution and the same mean. */
final class Strata {

  private Strata() {}

  /**
   * Returns the means of equal parts of the sorted values, rounded so that they keep their sum: 1,
   * 1, 1, 2, 2, 9 in three parts become 1, 2 and 5; the exact means of the parts are 1, 1.5 and
   * 5.5.
   *
   * @param most the number of parts; if there are fewer values, they are returned sorted
   */
  static long[] of(long[] values, int most) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length <= most) {
      return sorted;
    }
    long[] means = new long[most];
    double exact = 0;
    double rounded = 0;
    for (int part = 0; part < most; part++) {
      double from = (double) part * sorted.length / most;
      double to = (double) (part + 1) * sorted.length / most;
      exact += sum(sorted, from, to) / (to - from);
      means[part] = Math.max(sorted[0], Math.round(exact - rounded));
      rounded += means[part];
    }
    Arrays.sort(means);
    return means;
  }

  private static double sum(long[] sorted, double from, double to) {
    double sum = 0;
    for (int i = (int) from; i < Math.min(sorted.length, to); i++) {
      sum += sorted[i] * (Math.min(to, i + 1) - Math.max(from, i));
    }
    return sum;
  }
}
