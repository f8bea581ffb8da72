package dev.onrush.units;

/**
 * A share in percent: {@code new Percent(1)} is one in a hundred. Immutable.
 *
 * @param value from 0 to 100
 * @since 0.1.0
 */
public record Percent(double value) {

  /**
   * Creates a share.
   *
   * @throws IllegalArgumentException if {@code value} is outside 0 to 100
   */
  public Percent {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(
          "percentage was "
              + Decimals.plain(value)
              + "; 0 to 100 is allowed; ofPercent(1) is one in a hundred");
    }
  }
}
