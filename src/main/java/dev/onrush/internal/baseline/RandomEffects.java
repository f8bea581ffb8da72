package dev.onrush.internal.baseline;

import java.util.Arrays;

/** Estimates the variance between runs of the same plan, beyond the variance within each run. */
final class RandomEffects {

  private RandomEffects() {}

  /**
   * Returns the variance between runs by the method of moments of DerSimonian &amp; Laird 1986,
   * "Meta-analysis in clinical trials", with the variances within runs taken as known.
   *
   * <pre>
   * w = 1 / v,  m = Σ w y / Σ w,  Q = Σ w (y - m)²
   * tau² = max(0, (Q - (k - 1)) / (Σ w - Σ w² / Σ w))
   * </pre>
   *
   * @param y a figure of each run; two or more
   * @param v the variance of each figure within its run
   */
  static double variance(double[] y, double[] v) {
    double w = 0;
    double wy = 0;
    double ww = 0;
    for (int i = 0; i < y.length; i++) {
      // A variance of zero would give a run infinite weight, so a share of the mean is the minimum.
      double weight = 1 / Math.max(v[i], floor(v));
      w += weight;
      wy += weight * y[i];
      ww += weight * weight;
    }
    double q = 0;
    for (int i = 0; i < y.length; i++) {
      q += Math.pow(y[i] - wy / w, 2) / Math.max(v[i], floor(v));
    }
    return Math.max(0, (q - (y.length - 1)) / (w - ww / w));
  }

  private static double floor(double[] v) {
    return Math.max(1e-12, 1e-3 * Arrays.stream(v).average().orElse(0));
  }
}
