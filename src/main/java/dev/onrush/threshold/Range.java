package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * The values that a measure can have. A condition that all of them keep, or none, judges nothing.
 * Immutable.
 *
 * @param low the lowest
 * @param high the highest; 1e15 where there is none
 * @since 0.1.0
 */
public record Range(double low, double high) {

  /** More than any run has: as much as a count can be exact. */
  private static final double MOST = 1e15;

  /** Any number from 0. */
  static final Range POSITIVE = new Range(0, MOST);

  /** Any number, negative ones too. */
  static final Range ANY = new Range(-MOST, MOST);

  /** Longer than any response that a run waits for. */
  private static final Range RESPONSE_TIME = new Range(0, (double) Duration.ofDays(1).toMillis());

  private static final Range SHARE = new Range(0, 100);

  /**
   * A range of values.
   *
   * @throws IllegalArgumentException if {@code low} is not below {@code high}
   */
  public Range {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "range was from "
              + Quantity.plain(low)
              + " to "
              + Quantity.plain(high)
              + "; write the lower one first");
    }
  }

  /** The usual range of a quantity that is measured. */
  static Range of(Quantity quantity) {
    return switch (quantity) {
      case TIME -> RESPONSE_TIME;
      case SHARE -> SHARE;
      case COUNT, FREQUENCY, NUMBER -> POSITIVE;
    };
  }

  /**
   * Refuses a condition that judges nothing.
   *
   * @param measure that has this range, for people
   * @throws IllegalArgumentException if no value keeps it, or every value does
   */
  void check(String measure, Quantity quantity, Condition condition) {
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
    return condition.sides().stream().map(Bound::bound).toList();
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
