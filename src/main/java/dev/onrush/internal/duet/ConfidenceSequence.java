package dev.onrush.internal.duet;

/**
 * A confidence interval that holds at every moment of a run at once. In all but a share of {@code
 * miss} of all runs, the true value is within the interval at each moment, no matter how often and
 * why the interval is examined. So a run may stop as soon as the interval is narrow enough.
 *
 * <p>It is the confidence sequence of a mean with unknown variance: the sequential t-test with a
 * normal mixture, inverted. For normal values it holds from the second value on (H. Wang, A.
 * Ramdas, "Anytime-valid t-tests and confidence sequences for Gaussian means with unknown
 * variance", arXiv 2310.03722, the test martingale of the scale-invariant filtration; after T. L.
 * Lai 1976). For many values of any distribution it becomes the asymptotic confidence sequence of
 * I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, "Time-uniform central limit
 * theory and asymptotic confidence sequences", arXiv 2103.06476, with {@code rho^2 = 1 / prior}.
 */
final class ConfidenceSequence {

  private ConfidenceSequence() {}

  /**
   * Returns half the width of the interval; infinite while there are too few values to say
   * anything.
   *
   * <p>For values with mean {@code m} and variance {@code v} (divided by {@code n}), the martingale
   * is {@code sqrt(c / (n + c)) * (1 - n m^2 / ((n + c) (v + m^2)))^(-n / 2)}. A mean for which it
   * reaches {@code 1 / miss} is rejected (Ville's inequality). The half width is the {@code m} at
   * which it does.
   *
   * @param n independent values; any number above 0
   * @param prior the constant c: the number of values after which the interval is at its best;
   *     chosen before the run
   * @param variance the variance of the values, divided by their number
   * @param miss the share of all runs in which the true value may be outside at any moment, 0 to 1
   */
  static double halfWidth(double n, double prior, double variance, double miss) {
    double kept = Math.exp((2 * Math.log(miss) + Math.log(prior / (n + prior))) / n);
    double rest = n / (n + prior) - (1 - kept);
    return rest > 0 ? Math.sqrt(variance * (1 - kept) / rest) : Double.POSITIVE_INFINITY;
  }
}
