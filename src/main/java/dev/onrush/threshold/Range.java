package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * The values that a measure can have. A condition that all of them keep, or none, judges nothing.
 *
 * @param low the lowest
 * @param high the highest, or more than any run has
 */
record Range(double low, double high) {

  /** More than any run has: as much as a count can be exact. */
  private static final double MOST = 1e15;

  /** Longer than any response that a run waits for. */
  private static final Range RESPONSE_TIME = new Range(0, (double) Duration.ofDays(1).toMillis());

  private static final Range SHARE = new Range(0, 100);
  private static final Range POSITIVE = new Range(0, MOST);
  private static final Range ANY = new Range(-MOST, MOST);

  /** Of what a measure can be. */
  static Range of(Measure measure) {
    if (measure instanceof EveryWindow window) {
      return of(window.figure());
    }
    // Of ratios and trends in percent there is no highest, and a service may never recover.
    return measure instanceof Figure figure ? of(figure) : POSITIVE;
  }

  private static Range of(Figure figure) {
    if (figure.scope().subject() instanceof Subject.Service) {
      return ANY;
    }
    if (figure.statistic() instanceof Apdex) {
      return new Range(0, 1);
    }
    return switch (figure.quantity()) {
      case TIME -> RESPONSE_TIME;
      case SHARE -> SHARE;
      case COUNT, FREQUENCY, NUMBER -> POSITIVE;
    };
  }

  /**
   * Refuses a condition that judges nothing.
   *
   * @throws IllegalArgumentException if no value keeps it, or every value does
   */
  void check(Measure measure, Condition condition) {
    Quantity quantity = measure.quantity();
    String threshold = "threshold \"" + measure + " " + condition.text(quantity) + "\" ";
    for (double bound : bounds(condition)) {
      if (quantity == Quantity.COUNT && bound != Math.rint(bound)) {
        throw new IllegalArgumentException(
            threshold
                + "has a bound of "
                + quantity.exact(bound)
                + "; counts are whole numbers, such as "
                + quantity.exact(Math.ceil(bound)));
      }
      if (bound > high) {
        throw new IllegalArgumentException(
            threshold
                + "has a bound of "
                + quantity.exact(bound)
                + ", and "
                + measure
                + text(quantity)
                + "; write a bound within");
      }
    }
    boolean kept = condition.holds(low) || condition.holds(high) || isWithin(condition);
    boolean broken = !condition.holds(low) || !condition.holds(high);
    if (!kept || !broken) {
      throw new IllegalArgumentException(
          threshold
              + "can never be "
              + (kept ? "broken" : "kept")
              + ", since "
              + measure
              + text(quantity)
              + "; write another bound");
    }
  }

  /** What both ends break may be kept between them. */
  private boolean isWithin(Condition condition) {
    return bounds(condition).stream().anyMatch(condition::holds);
  }

  private static List<Double> bounds(Condition condition) {
    return condition instanceof Between between
        ? List.of(between.low(), between.high())
        : List.of(((Bound) condition).bound());
  }

  private String text(Quantity quantity) {
    if (high == MOST) {
      return low == 0
          ? " is " + quantity.exact(low) + " or more"
          : " is at most " + quantity.exact(high);
    }
    return " is from " + quantity.exact(low) + " to " + quantity.exact(high);
  }
}
