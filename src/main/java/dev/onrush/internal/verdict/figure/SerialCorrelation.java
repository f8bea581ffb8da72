package dev.onrush.internal.verdict.figure;

/**
 * The effect of correlated neighbours on the test for a trend. A series that wanders around one
 * level, such as the contents of a cache, rises over long stretches by chance.
 */
final class SerialCorrelation {

  /** The greatest correlation; with more, no rise could be told from chance. */
  private static final double MOST = 0.95;

  private SerialCorrelation() {}

  /**
   * Returns the factor by which the variance of {@link MannKendall} is greater than for independent
   * values; at least 1.
   *
   * <p>The formula is that of K. H. Hamed, A. R. Rao, "A modified Mann-Kendall trend test for
   * autocorrelated data", Journal of Hydrology 204 (1998): {@code 1 + 2 / (n (n - 1) (n - 2)) sum
   * of (n - k) (n - k - 1) (n - k - 2) r(k)}. r(k) is the autocorrelation of ranks at distance k.
   * Only r(1) can be estimated from 9 to 40 values, so {@code r(k) = r(1)^k}, as in an
   * autoregressive series of first order. r(1) is corrected for its bias in short series, {@code r
   * + (1 + 4r) / n} (M. G. Kendall, Biometrika 41, 1954; the trend costs one more r / n), and
   * increased by half of its standard error, {@code 1 / sqrt(n)}, because it is worse to
   * underestimate the correlation than to overestimate it. Of several series that are judged
   * together, the one whose correlation is underestimated most is taken for a rise, so the increase
   * grows with their number: for ten series, it is one standard error.
   *
   * @param residuals the values without the trend
   * @param series the number of series that are judged together; 1 or more
   */
  static double inflation(double[] residuals, int series) {
    int n = residuals.length;
    double squares = 0;
    double products = 0;
    double before = 0;
    for (int i = 0; i < n; i++) {
      double rank = rank(residuals, residuals[i]);
      squares += rank * rank;
      products += rank * before;
      before = rank;
    }
    if (n < 3 || squares == 0) {
      return 1;
    }
    double r = products / squares;
    double bias = (1 + 4 * Math.max(0, r)) / n;
    double corrected =
        Math.min(MOST, Math.max(0, r + bias + 0.5 * (1 + Math.log10(series)) / Math.sqrt(n)));
    double sum = 0;
    double power = corrected;
    for (int k = 1; k < n - 2; k++) {
      sum += (n - k) * (n - k - 1.0) * (n - k - 2) * power;
      power *= corrected;
    }
    return 1 + 2 * sum / (n * (n - 1.0) * (n - 2));
  }

  /** The number of smaller values minus the number of greater ones: a rank around 0. */
  private static double rank(double[] values, double value) {
    double rank = 0;
    for (double other : values) {
      rank += Math.signum(value - other);
    }
    return rank;
  }
}
