package dev.onrush.internal.metrics;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;

/**
 * The unit of a change from one run or variant to another: percent, or percentage points for an
 * error rate.
 */
public final class ChangeUnit {

  /** Percent beyond what is allowed from which a figure is far worse. */
  private static final double FAR = 50;

  private ChangeUnit() {}

  /** Whether the change is in percent. */
  public static boolean isRelative(Statistic statistic) {
    return statistic != Simple.ERROR_RATE;
  }

  /**
   * Converts a change to its unit.
   *
   * @param change the difference of two error rates, or of the logarithms of two other figures
   */
  public static double of(Statistic statistic, double change) {
    return isRelative(statistic) ? 100 * Math.expm1(change) : change;
  }

  /** Converts a percentage to the unit: for error rates a tenth of it, in percentage points. */
  public static double ofPercent(Statistic statistic, double percent) {
    return isRelative(statistic) ? percent : percent / 10;
  }

  /** The change beyond what is allowed from which a figure is far worse: 50 %, or 5 points. */
  public static double far(Statistic statistic) {
    return ofPercent(statistic, FAR);
  }
}
