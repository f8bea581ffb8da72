package dev.onrush.internal.verdict.figure;

import java.util.Arrays;

/**
 * The test of Mann (1945) and Kendall (1975) for a trend, with the correction for ties.
 *
 * <p>Formulas: R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987),
 * 16.4.
 *
 * @param s the number of rises minus the number of falls, over all pairs
 * @param variance the variance of {@code s} if there is no trend
 */
public record MannKendall(long s, double variance) {

  /** The normal distribution's 99 % quantile. */
  private static final double CERTAIN = 2.3263478740408408;

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
    return new MannKendall(s, (term(n) - ties) / 18);
  }

  /** Returns the test for a series whose neighbours are correlated. */
  public MannKendall inflated(double factor) {
    return new MannKendall(s, variance * factor);
  }

  private static double term(double t) {
    return t * (t - 1) * (2 * t + 5);
  }

  /** The test statistic, which is normally distributed if there is no trend. */
  double z() {
    return variance == 0 ? 0 : (s - Math.signum((double) s)) / Math.sqrt(variance);
  }

  /** Whether later values are greater, with 99 % confidence. */
  public boolean rises() {
    return z() > CERTAIN;
  }
}
