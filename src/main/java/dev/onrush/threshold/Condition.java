package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * A condition that a number has to keep. Bounds are in the unit of the measure. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Condition {

  /** The side of a bound that is good. */
  enum Comparison {
    /** Less than the bound. */
    BELOW("<"),
    /** The bound or less. */
    AT_MOST("<="),
    /** More than the bound. */
    ABOVE(">"),
    /** The bound or more. */
    AT_LEAST(">="),
    /** The bound and nothing else. */
    EQUAL("=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** The sign by which it is written: {@code <=}. */
    public String sign() {
      return sign;
    }
  }

  /** Whether {@code actual} is good enough. */
  boolean holds(double actual);

  /** The distance to the bad side, in the unit of the bounds: the larger, the worse. */
  double badness(double actual);

  /** The condition as it is written: {@code < 500 ms}. */
  String text(Quantity quantity);

  /** The bound without its sign: {@code 500 ms}. */
  String bounds(Quantity quantity);

  /** The bound in a sentence: {@code limit 500 ms}, {@code minimum 50/s}. */
  String limit(Quantity quantity);

  /**
   * The same kind of condition for a run of another size. A count stays whole: at least 10, times
   * 0.15, is at least 1, and at most 10 is at most 2, so that chance does not break what a whole
   * run keeps. A bound of one step or more never falls to 0.
   *
   * @param factor above 0
   * @param step the number that bounds are multiples of, such as 1 of counts; 0 if they can be any
   */
  Condition scaled(double factor, double step);

  /** The one-sided bounds that it is made of: itself, or both ends of a range. */
  List<Bound> sides();

  /**
   * The same kind of condition with the bound that {@code text} writes.
   *
   * @throws IllegalArgumentException if it writes none of this quantity
   */
  Condition withBound(String text, Quantity quantity);

  /**
   * A bound on one side, or an exact number.
   *
   * @param comparison the good side
   * @param bound finite, not negative
   */
  record Bound(Comparison comparison, double bound) implements Condition {

    /**
     * A bound within its range.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public Bound {
      Given.value(comparison, "comparison of a threshold");
      checked(bound);
    }

    @Override
    public boolean holds(double actual) {
      return switch (comparison) {
        case BELOW -> actual < bound;
        case AT_MOST -> actual <= bound;
        case ABOVE -> actual > bound;
        case AT_LEAST -> actual >= bound;
        case EQUAL -> actual == bound;
      };
    }

    @Override
    public double badness(double actual) {
      return switch (comparison) {
        case BELOW, AT_MOST -> actual - bound;
        case ABOVE, AT_LEAST -> bound - actual;
        case EQUAL -> Math.abs(actual - bound);
      };
    }

    @Override
    public String text(Quantity quantity) {
      return comparison.sign() + " " + quantity.exact(bound);
    }

    @Override
    public String bounds(Quantity quantity) {
      return quantity.exact(bound);
    }

    @Override
    public List<Bound> sides() {
      return List.of(this);
    }

    @Override
    public String limit(Quantity quantity) {
      String word =
          switch (comparison) {
            case BELOW, AT_MOST -> "limit ";
            case ABOVE -> "must be above ";
            case AT_LEAST -> "minimum ";
            case EQUAL -> "required ";
          };
      return word + quantity.exact(bound);
    }

    @Override
    public Bound scaled(double factor, double step) {
      return new Bound(
          comparison,
          switch (comparison) {
            case BELOW, AT_MOST -> Condition.scaled(bound, factor, step, RoundingMode.CEILING);
            case ABOVE, AT_LEAST -> Condition.scaled(bound, factor, step, RoundingMode.FLOOR);
            case EQUAL -> Condition.scaled(bound, factor, step, RoundingMode.HALF_UP);
          });
    }

    @Override
    public Bound withBound(String text, Quantity quantity) {
      return new Bound(comparison, quantity.parse(text));
    }
  }

  /**
   * From one bound to another, both included.
   *
   * @param low finite, not negative
   * @param high not below {@code low}
   */
  record Between(double low, double high) implements Condition {
    private static final String AND = " and ";

    /**
     * Bounds within their range.
     *
     * @throws IllegalArgumentException if one is outside, or the lower one is not first
     */
    public Between {
      checked(low);
      checked(high);
      if (low > high) {
        throw new IllegalArgumentException(
            "bounds of a threshold were between "
                + Quantity.plain(low)
                + AND
                + Quantity.plain(high)
                + "; write the lower one first");
      }
    }

    @Override
    public boolean holds(double actual) {
      return actual >= low && actual <= high;
    }

    @Override
    public double badness(double actual) {
      return Math.max(low - actual, actual - high);
    }

    @Override
    public String text(Quantity quantity) {
      return "between " + quantity.exact(low) + AND + quantity.exact(high);
    }

    @Override
    public String bounds(Quantity quantity) {
      return text(quantity);
    }

    @Override
    public List<Bound> sides() {
      return List.of(new Bound(Comparison.AT_LEAST, low), new Bound(Comparison.AT_MOST, high));
    }

    @Override
    public String limit(Quantity quantity) {
      return "allowed " + quantity.exact(low) + " to " + quantity.exact(high);
    }

    @Override
    public Between scaled(double factor, double step) {
      return new Between(
          Condition.scaled(low, factor, step, RoundingMode.FLOOR),
          Condition.scaled(high, factor, step, RoundingMode.CEILING));
    }

    @Override
    public Between withBound(String text, Quantity quantity) {
      int and = text.indexOf(AND);
      if (and < 0) {
        throw new IllegalArgumentException(
            "value was \"" + text + "\"; write both bounds, such as \"" + text(quantity) + "\"");
      }
      return new Between(
          quantity.parse(text.substring(0, and).replaceFirst("^\\s*between\\s+", "")),
          quantity.parse(text.substring(and + AND.length())));
    }
  }

  private static double scaled(double bound, double factor, double step, RoundingMode rounding) {
    double product = Quantity.times(bound, factor);
    if (step == 0) {
      return product;
    }
    double steps =
        BigDecimal.valueOf(product)
            .divide(BigDecimal.valueOf(step), MathContext.DECIMAL64)
            .setScale(0, rounding)
            .doubleValue();
    return step * (bound >= step ? Math.max(1, steps) : steps);
  }

  private static void checked(double bound) {
    if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bound of a threshold was " + bound + "; it is finite and not negative");
    }
  }
}
