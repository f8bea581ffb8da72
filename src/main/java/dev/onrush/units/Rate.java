package dev.onrush.units;

/**
 * How often something happens.
 *
 * @param perSecond finite, not negative
 */
public record Rate(double perSecond) {

  public Rate {
    if (!(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rate was " + perSecond + "/s; it is finite and not negative; write perSecond(50)");
    }
  }

  /** {@code 12.5/s}. */
  @Override
  public String toString() {
    return Quantity.plain(perSecond) + "/s";
  }
}
