package dev.onrush.units;

/**
 * A rank in a sorted list of samples: the 95th percentile is the smallest sample that at least 95 %
 * of all samples do not exceed (the nearest-rank definition). Immutable.
 *
 * @param value above 0, at most 100
 * @since 0.1.0
 */
public record Percentile(double value) {

  /** The median. */
  public static final Percentile P50 = new Percentile(50);

  /** The 90th percentile. */
  public static final Percentile P90 = new Percentile(90);

  /** The 95th percentile. */
  public static final Percentile P95 = new Percentile(95);

  /** The 99th percentile. */
  public static final Percentile P99 = new Percentile(99);

  /**
   * Creates a percentile.
   *
   * @throws IllegalArgumentException if {@code value} is not above 0, or is above 100
   */
  public Percentile {
    if (!(value > 0 && value <= 100)) {
      throw new IllegalArgumentException(
          "percentile was "
              + Quantity.plain(value)
              + "; it must be above 0 and at most 100, such as percentile(99.9)");
    }
  }

  /** {@code p95}, {@code p99.9}. */
  @Override
  public String toString() {
    return "p" + Quantity.plain(value);
  }
}
