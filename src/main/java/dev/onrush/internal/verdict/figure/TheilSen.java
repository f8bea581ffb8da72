package dev.onrush.internal.verdict.figure;

import java.util.Arrays;

/**
 * The slope of Theil (1950) and Sen (1968), which is the median of the slopes of all pairs, and its
 * 95 % confidence interval. One outlier in four values does not spoil it.
 *
 * <p>Formulas: R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987),
 * 16.5. The interval takes into account that neighbours may be correlated.
 *
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param inflation the factor by which {@link MannKendall#variance} is greater than for independent
 *     values
 */
public record TheilSen(double slope, double low, double high, double inflation) {

  /** The normal distribution's 97.5 % quantile. */
  private static final double BOTH_SIDES = 1.959963984540054;

  /**
   * Returns the slope of the line through the points of one of several series that are judged
   * together.
   *
   * @param x ascending
   * @param y one for each value of {@code x}
   * @param series the number of series, see {@link SerialCorrelation#inflation}
   */
  public static TheilSen of(double[] x, double[] y, int series) {
    int n = x.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int k = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        slopes[k++] = (y[j] - y[i]) / (x[j] - x[i]);
      }
    }
    Arrays.sort(slopes);
    double slope = ranked(slopes, (slopes.length + 1) / 2.0);
    double[] residuals = new double[n];
    Arrays.setAll(residuals, i -> y[i] - slope * x[i]);
    double inflation = SerialCorrelation.inflation(residuals, series);
    double c = BOTH_SIDES * Math.sqrt(MannKendall.of(y).inflated(inflation).variance());
    return new TheilSen(
        slope,
        ranked(slopes, (slopes.length - c) / 2),
        ranked(slopes, (slopes.length + c) / 2 + 1),
        inflation);
  }

  /** The value at a rank counted from 1; between two ranks it is interpolated. */
  private static double ranked(double[] sorted, double rank) {
    double at = Math.max(1, Math.min(sorted.length, rank)) - 1;
    int below = (int) Math.floor(at);
    int above = (int) Math.ceil(at);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
