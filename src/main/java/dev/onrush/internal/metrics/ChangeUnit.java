package dev.onrush.internal.metrics;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;

/**
 * The unit of a change from one run or variant to another: percent, or percentage points for an
 * error rate.
 */
public final class ChangeUnit {

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
}
