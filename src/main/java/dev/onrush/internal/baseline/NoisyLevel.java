package dev.onrush.internal.baseline;

/**
 * A series of blocks with variance 1: a level that wanders as an autoregressive series of first
 * order, measured with independent noise. The covariance at distance k is {@code share · memory^k}.
 *
 * @param memory the correlation of the level in neighbouring blocks, from 0 to below 1
 * @param share the share of the variance that is due to the level, from 0 to 1
 */
record NoisyLevel(double memory, double share) {

  double covariance(int distance) {
    return distance == 0 ? 1 : share * Math.pow(memory, distance);
  }

  /** The variance of the mean of {@code n} neighbouring blocks. */
  double varianceOfMean(int n) {
    double sum = n;
    for (int k = 1; k < n; k++) {
      sum += 2 * (n - k) * covariance(k);
    }
    return sum / n / n;
  }

  /**
   * The variance that a circular block bootstrap shows on average for the mean of {@code n} blocks.
   * The circular autocovariance around the run's own mean is {@code ((n - k) r(k) + k r(n - k)) / n
   * - v}, with v from {@link #varianceOfMean}; stretches of l blocks show {@code 1 - k / l} of it.
   *
   * @param stretch the length of the stretches, from 1 to {@code n}
   */
  double varianceOfStretches(int n, int stretch) {
    double ofMean = varianceOfMean(n);
    double sum = 1 - ofMean;
    for (int k = 1; k < stretch; k++) {
      double circular = ((n - k) * covariance(k) + k * covariance(n - k)) / n - ofMean;
      sum += 2 * (1 - (double) k / stretch) * circular;
    }
    return sum / n;
  }
}
