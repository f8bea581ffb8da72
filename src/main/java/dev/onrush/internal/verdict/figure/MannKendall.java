package dev.onrush.internal.verdict.figure;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The test of Mann (1945) and Kendall (1975) for a trend, with the correction for ties.
 *
 * <p>Formulas: R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987),
 * 16.4. But the normal distribution of that chapter has no bounds, whereas {@code s} cannot exceed
 * the number of pairs: if neighbours are strongly correlated, not even values that only rise would
 * be certain. So {@code s / pairs} is compared with the distribution of the correlation of two
 * unrelated normal variables, which lies between -1 and 1, with the same variance (R. A. Fisher,
 * "Frequency Distribution of the Values of the Correlation Coefficient", Biometrika 10, 1915). For
 * independent values, both hardly differ.
 *
 * @param s the number of rises minus the number of falls, over all pairs
 * @param pairs the number of pairs
 * @param variance the variance of {@code s} if there is no trend
 */
public record MannKendall(long s, double pairs, double variance) {

  public static MannKendall of(double[] values) {
    long s = 0;
    int n = values.length;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        s += (long) Math.signum(values[j] - values[i]);
      }
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double ties = 0;
    for (int from = 0, to; from < n; from = to) {
      to = from;
      while (to < n && sorted[to] == sorted[from]) {
        to++;
      }
      ties += term(to - from);
    }
    return new MannKendall(s, n * (n - 1.0) / 2, (term(n) - ties) / 18);
  }

  /** Returns the test for a series whose neighbours are correlated. */
  public MannKendall inflated(double factor) {
    return new MannKendall(s, pairs, variance * factor);
  }

  private static double term(double t) {
    return t * (t - 1) * (2 * t + 5);
  }

  /** How likely a series without a trend rises at least as much as this one. */
  public double chance() {
    double freedom = pairs * pairs / variance - 1;
    if (s <= 0 || variance == 0 || freedom <= 0) {
      return 1;
    }
    double tau = (s - 1) / pairs;
    // The correlation of unrelated variables, as a value of Student's t.
    double t = tau * Math.sqrt(freedom / (1 - tau * tau));
    return TDistribution.of(freedom).survivalProbability(t);
  }
}
