package dev.onrush.threshold;

import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.UnaryOperator;

/**
 * The original measure and condition of a threshold that was fitted to a run of another size.
 * Bounds on counts and sums follow the number of users and the length of the run, bounds on
 * throughput and capacity follow the number of users, and windows and bounds on recovery follow the
 * length. Bounds on response times, shares, drift, stability and comparisons stay the same.
 * Immutable.
 *
 * @param measure the measure as written
 * @param condition the condition as written
 * @param by the factor between the written bound and the fitted bound
 * @since 0.1.0
 */
public record Scaling(Measure measure, Condition condition, double by) {

  /**
   * Creates the original of a threshold.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public Scaling {
    Given.value(measure, "measure of a scaling");
    Given.value(condition, "condition of a scaling");
  }

  /**
   * The original as text for people, which is shown next to the fitted measure and condition:
   * {@code 10 scaled by 0.04}.
   */
  String originalText(Measure now, Condition bound) {
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

  /**
   * The original as a part of the text of a threshold: {@code scaled by 0.04 from request count >=
   * 100}.
   */
  String text(UnaryOperator<String> name) {
    return "scaled by "
        + Quantity.plain(by)
        + " from "
        + measure.text(name)
        + " "
        + condition.text(measure.quantity());
  }
}
