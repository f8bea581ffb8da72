package dev.onrush.internal.importing.plan;

/**
 * Smooths counts in steps of time. At each step, a straight line is fitted to as many neighbours as
 * agree with the smaller neighbourhoods. So a constant level is averaged over a long time, and a
 * jump stays sharp (the intersection of confidence intervals; A. Goldenshluger, A. Nemirovski, "On
 * Spatially Adaptive Estimation of Nonparametric Regression", 1997).
 */
final class Smoothing {

  /** The half width of the confidence intervals, in standard deviations. */
  private static final double WIDTH = 2.0;

  private final double[] counts;
  private final double[] variances;

  private Smoothing(double[] counts, double[] variances) {
    this.counts = counts;
    this.variances = variances;
  }

  /**
   * Returns the smoothed counts.
   *
   * @param counts counts, or differences of counts
   * @param variances the variance of each count by chance
   */
  static double[] of(double[] counts, double[] variances) {
    Smoothing smoothing = new Smoothing(counts.clone(), variances.clone());
    double[] smooth = new double[counts.length];
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = smoothing.at(i);
    }
    return smooth;
  }

  private double at(int i) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double best = counts[i];
    int width = 0;
    while (true) {
      int from = Math.max(0, i - width);
      int to = Math.min(counts.length - 1, i + width);
      Line line = line(from, to, i);
      low = Math.max(low, line.value() - WIDTH * line.deviation());
      high = Math.min(high, line.value() + WIDTH * line.deviation());
      if (low > high) {
        return best;
      }
      best = line.value();
      if (from == 0 && to == counts.length - 1) {
        return best;
      }
      width = Math.max(width + 1, width + width / 2);
    }
  }

  private record Line(double value, double deviation) {}

  /**
   * Returns the value and standard deviation, at one count, of the line of least squares through
   * some counts.
   */
  private Line line(int from, int to, int at) {
    int points = to - from + 1;
    double middle = (from + to) / 2.0;
    double squares = (points * (double) points - 1) * points / 12;
    double value = 0;
    double variance = 0;
    double squaredWeights = 0;
    for (int j = from; j <= to; j++) {
      double weight = 1.0 / points + (squares == 0 ? 0 : (at - middle) * (j - middle) / squares);
      value += weight * counts[j];
      variance += variances[j] / points;
      squaredWeights += weight * weight;
    }
    return new Line(value, Math.sqrt(squaredWeights * variance));
  }
}
