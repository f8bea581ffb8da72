package dev.onrush.dsl;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;

/** A threshold on what a capacity search found that is being written. */
public final class RequiredCapacity {

  RequiredCapacity() {}

  /** Good is when this or more was proven. */
  public Threshold atLeast(Rate rate) {
    return atLeast(
        Quantity.FREQUENCY, Given.value(rate, "bound of threshold \"capacity\"").perSecond());
  }

  /** Good is when this many users or more were proven. */
  public Threshold atLeast(int users) {
    return atLeast(Quantity.COUNT, users);
  }

  private static Threshold atLeast(Quantity quantity, double level) {
    return new Threshold(new Capacity(quantity), new Bound(Comparison.AT_LEAST, level));
  }
}
