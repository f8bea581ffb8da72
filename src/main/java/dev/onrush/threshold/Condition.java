package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The condition of a threshold, which a number keeps or breaks. Bounds are in the unit of the
 * measure. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Condition {

  /** The way in which a number must compare with a bound. */
  enum Comparison {
    /** Less than the bound. */
    BELOW("<"),
    /** The bound or less. */
    AT_MOST("<="),
    /** More than the bound. */
    ABOVE(">"),
    /** The bound or more. */
    AT_LEAST(">="),
    /** Exactly the bound. */
    EQUAL("=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** The sign of the comparison: {@code <=}. */
    public String sign() {
      return sign;
    }
  }

  /** Whether {@code actual} keeps the condition. */
  boolean holds(double actual);

  /**
   * The distance by which {@code actual} is on the bad side of the bound, in the unit of the
   * bounds: the larger, the worse. It is negative on the good side of a bound.
   */
  double badness(double actual);

  /** The condition as text: {@code < 500 ms}. */
  String text(Quantity quantity);

  /** The bound without its sign: {@code 500 ms}. */
  String bounds(Quantity quantity);

  /**
   * The bound in a sentence: {@code limit 500 ms}, {@code minimum 50/s}.
   *
   * @param actual the value that the sentence is about; if it is a bound that it must be below, the
   *     sentence says so: {@code must be below 500 ms}
   */
  String limit(Quantity quantity, double actual);

  /**
   * Returns this condition with its bounds multiplied by {@code factor}, for a run of another size.
   * Bounds are rounded to multiples of {@code step}: an exact number to the nearest, any other
   * bound to the lenient side, so that chance does not break a bound that a run of the written size
   * keeps. With a factor of 0.15, a count of at least 10 becomes at least 1, and at most 10 becomes
   * at most 2. A bound of one step or more never falls to 0.
   *
   * @param factor the factor; above 0
   * @param step the number of which bounds are multiples, such as 1 for counts; 0 if a bound can be
   *     any number
   */
  Condition scaled(double factor, double step);

  /** The bounds of which the condition consists: the condition itself, or both ends of a range. */
  List<Bound> sides();

  /**
   * Returns this kind of condition with the bound, or the two bounds, in {@code text}.
   *
   * @throws IllegalArgumentException if {@code text} is not a bound of this quantity
   */
  Condition withBound(String text, Quantity quantity);

  /**
   * A bound on one side, or an exact number.
   *
   * @param comparison how a number must compare with the bound
   * @param bound the bound; finite, not negative
   */
  record Bound(Comparison comparison, double bound) implements Condition {

    /**
     * Creates a bound.
     *
     * @throws IllegalArgumentException if a component is null, or {@code bound} is outside its
     *     range
     */
    public Bound {
      Given.value(comparison, "comparison of a threshold");
      requireFinite(bound);
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
    public String limit(Quantity quantity, double actual) {
      String word =
          switch (comparison) {
            case BELOW -> actual == bound ? "must be below " : "limit ";
            case AT_MOST -> "limit ";
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
   * A range from one bound to another, both inclusive.
   *
   * @param low the lower bound; finite, not negative
   * @param high the upper bound; finite, not below {@code low}
   */
  record Between(double low, double high) implements Condition {
    private static final String AND = " and ";

    /**
     * Creates a range.
     *
     * @throws IllegalArgumentException if a bound is outside its range, or {@code low} is above
     *     {@code high}
     */
    public Between {
      requireFinite(low);
      requireFinite(high);
      requireOrder(low, high, Quantity::plain);
    }

    /**
     * Creates a range of values of a quantity.
     *
     * @throws IllegalArgumentException if a bound is outside its range, or {@code low} is above
     *     {@code high}
     */
    public static Between of(double low, double high, Quantity quantity) {
      requireOrder(low, high, quantity::exact);
      return new Between(low, high);
    }

    private static void requireOrder(double low, double high, DoubleFunction<String> text) {
      if (low > high) {
        throw new IllegalArgumentException(
            "bounds of a threshold were between "
                + text.apply(low)
                + AND
                + text.apply(high)
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
    public String limit(Quantity quantity, double actual) {
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

  private static void requireFinite(double bound) {
    if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bound of a threshold was " + bound + "; it must be finite and not negative");
    }
  }
}
