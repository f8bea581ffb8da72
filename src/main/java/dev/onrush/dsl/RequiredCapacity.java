package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;

/**
 * A threshold on the result of a capacity search, without its bound. Immutable.
 *
 * @since 0.1.0
 */
public final class RequiredCapacity {

  RequiredCapacity() {}

  /**
   * Returns the threshold that is met by a proven capacity of at least this many arrivals per
   * second.
   *
   * @param rate above 0/s
   * @throws IllegalArgumentException if {@code rate} is null or 0/s
   */
  public Threshold atLeast(Rate rate) {
    return atLeast(
        Quantity.FREQUENCY, Given.value(rate, "bound of threshold \"capacity\"").perSecond());
  }

  /**
   * Returns the threshold that is met by a proven capacity of at least this many users.
   *
   * @param users above 0
   * @throws IllegalArgumentException if {@code users} is 0 or negative
   */
  public Threshold atLeast(int users) {
    return atLeast(Quantity.COUNT, users);
  }

  private static Threshold atLeast(Quantity quantity, double level) {
    return new Threshold(new Capacity(quantity), new Bound(Comparison.AT_LEAST, level));
  }
}
