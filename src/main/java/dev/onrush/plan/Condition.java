package dev.onrush.plan;

/**
 * A bound on a number.
 *
 * @param bound in the unit of the statistic: milliseconds, percent, a count, or per second
 */
public record Condition(Comparison comparison, double bound) {

  /** Which side of the bound is good. */
  public enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  public Condition {
    if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bound of a threshold was " + bound + "; it is finite and not negative");
    }
  }

  /** Whether {@code actual} is good enough. */
  public boolean holds(double actual) {
    return switch (comparison) {
      case BELOW -> actual < bound;
      case AT_MOST -> actual <= bound;
      case ABOVE -> actual > bound;
      case AT_LEAST -> actual >= bound;
    };
  }
}
