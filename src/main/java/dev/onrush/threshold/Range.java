package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Bound;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;

/**
 * The range of the values that a measure can have. A condition judges nothing if every value keeps
 * it, or if no value keeps it. Immutable.
 *
 * @param low the lowest value
 * @param high the highest value; 1e15 if there is no highest value
 * @since 0.1.0
 */
public record Range(double low, double high) {

  /**
   * The upper end of a range that has no highest value. No run reaches it, and a {@code double} is
   * exact for all counts up to it.
   */
  private static final double MOST = 1e15;

  /** All numbers from 0 on. */
  static final Range POSITIVE = new Range(0, MOST);

  /** All numbers, including negative numbers. */
  static final Range ANY = new Range(-MOST, MOST);

  /** From 0 to one day, in milliseconds. No run waits longer for a response. */
  private static final Range RESPONSE_TIME = new Range(0, (double) Duration.ofDays(1).toMillis());

  private static final Range SHARE = new Range(0, 100);

  /**
   * Creates a range of values.
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

  /** Returns the usual range of a measured quantity. */
  static Range of(Quantity quantity) {
    return switch (quantity) {
      case TIME -> RESPONSE_TIME;
      case SHARE -> SHARE;
      case COUNT, FREQUENCY, NUMBER -> POSITIVE;
    };
  }

  /**
   * Checks that the values of this range include one that keeps a condition and one that breaks it.
   *
   * @param measure the measure that has this range, as text for people
   * @throws IllegalArgumentException if a bound is above the range, or is a count that is not a
   *     whole number, or if no value keeps the condition, or every value does
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
                + ", but "
                + measure
                + text(quantity)
                + "; write a bound within this range");
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

  /**
   * Whether a bound of the condition keeps the condition. Values between the ends of the range can
   * keep a condition that both ends break.
   */
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
