package dev.onrush.threshold;

import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.UnaryOperator;

/**
 * The original of a threshold that was fitted to a run of another size. Bounds on counts and sums
 * follow the number of users and the length of the run, bounds on throughput and capacity the
 * number of users, windows and recovery the length. Response times, shares and trends stay.
 * Immutable.
 *
 * @param measure as written
 * @param condition as written
 * @param by the factor between the two bounds
 * @since 0.1.0
 */
public record Scaling(Measure measure, Condition condition, double by) {

  /**
   * The original of a threshold.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public Scaling {
    Given.value(measure, "measure of a scaling");
    Given.value(condition, "condition of a scaling");
  }

  /** {@code 10 scaled by 0.04}, for people, beside the measure and condition that it became. */
  String beside(Measure now, Condition bound) {
    String bounds = condition.bounds(measure.quantity());
    if (!(measure instanceof EveryWindow window) || measure.equals(now)) {
      // Three digits are enough for people.
      return bounds
          + " scaled by "
          + Quantity.plain(new BigDecimal(by).round(new MathContext(3)).doubleValue());
    }
    String every = "every " + Quantity.duration(window.length());
    return condition.equals(bound) ? every + " scaled" : bounds + " " + every + " scaled";
  }

  /** {@code scaled by 0.04 from request count >= 100}. */
  String text(UnaryOperator<String> name) {
    return "scaled by "
        + Quantity.plain(by)
        + " from "
        + measure.text(name)
        + " "
        + condition.text(measure.quantity());
  }
}
