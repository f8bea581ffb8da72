package dev.onrush.units;

/**
 * A number of events per second. Immutable.
 *
 * @param perSecond finite, not negative
 * @since 0.1.0
 */
public record Rate(double perSecond) {

  /**
   * Creates a rate.
   *
   * @throws IllegalArgumentException if {@code perSecond} is negative or not finite
   */
  public Rate {
    if (!(perSecond >= 0 && perSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rate was "
              + Quantity.plain(perSecond)
              + "/s; it must be finite and not negative, such as perSecond(50)");
    }
  }

  /** {@code 12.5/s}. */
  @Override
  public String toString() {
    return Quantity.plain(perSecond) + "/s";
  }
}
