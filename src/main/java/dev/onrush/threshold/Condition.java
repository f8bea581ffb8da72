package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a number has to be. Bounds are in the unit of the measure. */
public sealed interface Condition {

  /** Which side of the bound is good. */
  enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">="),
    EQUAL("=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** How it is written: {@code <=}. */
    public String sign() {
      return sign;
    }
  }

  /** Whether {@code actual} is good enough. */
  boolean holds(double actual);

  /** How far on the bad side {@code actual} is; the worst has the most, a good one has less. */
  double badness(double actual);

  /** {@code < 500 ms}. */
  String text(Quantity quantity);

  /** The bound without its sign: {@code 500 ms}. */
  String bounds(Quantity quantity);

  /**
   * The same kind of condition for a run of another size. A count stays whole: 10 at least, by
   * 0.15, are 1 at least, and 10 at most are 2 at most, so that chance does not break what a whole
   * run keeps. A bound of one step or more never falls to 0.
   *
   * @param factor above 0
   * @param step what bounds are multiples of, such as 1 of counts; 0 if of nothing
   */
  Condition scaled(double factor, double step);

  /** The same kind of condition with the bound that {@code text} writes. */
  Condition withBound(String text, Quantity quantity);

  /** What tells conditions on one measure apart: both sides may have one. */
  String kind();

  /**
   * A bound on one side, or an exact number.
   *
   * @param bound finite, not negative
   */
  record Bound(Comparison comparison, double bound) implements Condition {
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

    @Override
    public String kind() {
      return comparison.sign();
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

    @Override
    public String kind() {
      return "between";
    }
  }

  private static double scaled(double bound, double factor, double step, RoundingMode rounding) {
    // Twelve digits leave out what binary fractions add: 0.2 times 0.2 is 0.04000000000000001.
    BigDecimal product =
        BigDecimal.valueOf(bound)
            .multiply(BigDecimal.valueOf(factor))
            .round(new MathContext(12, RoundingMode.HALF_UP));
    if (step == 0) {
      return product.doubleValue();
    }
    double steps =
        product
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
