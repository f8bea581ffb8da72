package dev.onrush.internal.duet;

/**
 * Estimates the correlation of neighbouring values of a series. The mean of correlated values is
 * less certain than their number suggests.
 */
final class Dependence {

  /** The fewest batches whose means have a meaningful variance. */
  private static final int FEWEST_BATCHES = 6;

  private static final double HIGHEST = 0.95;

  private Dependence() {}

  /**
   * Returns the factor by which the variance of the mean is greater than for independent values; at
   * least 1. This number of values is worth one independent value.
   *
   * <p>It is the greatest of three kinds of estimates. The first assumes an autoregressive series
   * of first order: {@code (1 + r) / (1 - r)}, with r corrected for its bias in short series,
   * {@code r + (1 + 3r) / n} (M. G. Kendall, "Note on bias in the estimation of autocorrelation",
   * Biometrika 41, 1954), and increased by half of its standard error, {@code 1 / sqrt(n)}, because
   * it is worse to underestimate the correlation than to overestimate it. The second kind assumes
   * such a series with independent noise in addition, see {@link #ofNoisySeries}. The third kind is
   * that of batch means, with batches of 2, 4, 8 … values (J. M. Flegal, G. L. Jones, "Batch means
   * and spectral variance estimators in Markov chain Monte Carlo", Annals of Statistics 38, 2010);
   * it detects correlation over longer distances.
   */
  static double inflation(double[] values) {
    int n = values.length;
    double mean = mean(values, 0, n);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
      products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    if (n < 3 || squares == 0) {
      return 1;
    }
    double r = products / squares;
    double bias = (1 + 3 * Math.max(0, r)) / n;
    double corrected = Math.min(HIGHEST, Math.max(0, r + bias + 0.5 / Math.sqrt(n)));
    double inflation =
        Math.max((1 + corrected) / (1 - corrected), ofNoisySeries(values, mean, squares));
    for (int size = 2; n / size >= FEWEST_BATCHES; size *= 2) {
      inflation = Math.max(inflation, ofBatches(values, size));
    }
    return inflation;
  }

  /**
   * Estimates the factor for a level that wanders slowly, measured with independent noise: the
   * samples of a block vary by chance. The noise hides the level in the first autocorrelation, but
   * not in how slowly the next ones decrease: {@code r(k + 1) = phi r(k)} for {@code k} of 1 or
   * more, so the factor is {@code 1 + 2 r(1) / (1 - phi)}, with phi from the sums of two neighbours
   * each (an ARMA(1,1) series; G. E. P. Box, G. M. Jenkins, "Time Series Analysis", 1970, section
   * 3.4.3). The corrections are those of the first kind. Returns 1 if there is no significant
   * correlation.
   */
  private static double ofNoisySeries(double[] values, double mean, double squares) {
    int n = values.length;
    double error = 1 / Math.sqrt(n);
    double first = autocorrelation(values, mean, squares, 1);
    double second = autocorrelation(values, mean, squares, 2);
    double third = autocorrelation(values, mean, squares, 3);
    if (first + second < 2 * error) {
      return 1;
    }
    double phi = (second + third) / (first + second);
    double corrected = Math.min(HIGHEST, Math.max(0, phi + (1 + 3 * HIGHEST) / n));
    return 1 + 2 * (first + 0.5 * error) / (1 - corrected);
  }

  private static double autocorrelation(
      double[] values, double mean, double squares, int distance) {
    double products = 0;
    for (int i = distance; i < values.length; i++) {
      products += (values[i] - mean) * (values[i - distance] - mean);
    }
    return products / squares + 1.0 / values.length;
  }

  /**
   * Estimates the factor from batches of this size at the end of the series. The first values,
   * which do not fill a batch, are left out.
   */
  private static double ofBatches(double[] values, int size) {
    int batches = values.length / size;
    int first = values.length - batches * size;
    double[] means = new double[batches];
    for (int i = 0; i < batches; i++) {
      means[i] = mean(values, first + i * size, size);
    }
    double single = variance(values, first);
    return single == 0 ? 1 : size * variance(means, 0) / single;
  }

  /**
   * Returns the variance of values around a level that may change in steps: half of the mean square
   * of the differences of neighbours (J. von Neumann, R. H. Kent, H. R. Bellinson, B. I. Hart, "The
   * Mean Square Successive Difference", Annals of Mathematical Statistics 12, 1941). A step
   * contributes a single difference among many. For independent values around one level, this is
   * the usual variance.
   */
  static double successiveDifferenceVariance(double[] values) {
    double squares = 0;
    for (int i = 1; i < values.length; i++) {
      squares += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
    }
    return squares / (2.0 * (values.length - 1));
  }

  private static double mean(double[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i];
    }
    return sum / count;
  }

  private static double variance(double[] values, int from) {
    int n = values.length - from;
    double mean = mean(values, from, n);
    double squares = 0;
    for (int i = from; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return squares / (n - 1);
  }
}
