package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Median;
import java.util.Arrays;
import java.util.Optional;

/**
 * The most likely single change in the level of a sequence of values, by Pettitt's rank test: the
 * split that maximises the sum of the signs of all differences between a value after it and one
 * before it.
 *
 * <p>A. N. Pettitt, A Non-Parametric Approach to the Change-Point Problem, Journal of the Royal
 * Statistical Society, Series C 28(2), 1979. The probability that values without a change have such
 * a split is about 2 exp(-6 K² / (n³ + n²)).
 *
 * @param index the index of the first value after the change
 * @param chance the probability that values without a change look like this, 0 to 1
 * @param before median of the values before the change
 * @param after median of the values from the change on
 */
record ChangePoint(int index, double chance, double before, double after) {

  /** The fewest values on each side of a change; fewer have no level of their own. */
  private static final int FEWEST = 4;

  /** Returns the change point; empty for fewer than eight values. */
  static Optional<ChangePoint> of(double[] values) {
    int n = values.length;
    if (n < 2 * FEWEST) {
      return Optional.empty();
    }
    long sum = 0;
    long most = -1;
    int at = 0;
    for (int t = 0; t < n - 1; t++) {
      for (double value : values) {
        sum += (long) Math.signum(value - values[t]);
      }
      if (t + 1 >= FEWEST && n - t - 1 >= FEWEST && Math.abs(sum) > most) {
        most = Math.abs(sum);
        at = t + 1;
      }
    }
    double chance =
        Math.min(1, 2 * Math.exp(-6.0 * most * most / (Math.pow(n, 3) + n * (double) n)));
    return Optional.of(
        new ChangePoint(
            at,
            chance,
            Median.of(Arrays.copyOfRange(values, 0, at)),
            Median.of(Arrays.copyOfRange(values, at, n))));
  }
}
