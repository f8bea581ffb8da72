package dev.onrush.units;

/**
 * A rank in a sorted list of samples: the 95th percentile is the smallest sample that at least 95 %
 * of all samples do not exceed (the nearest-rank definition).
 *
 * @param value above 0, at most 100
 */
public record Percentile(double value) {

  public Percentile {
    if (!(value > 0 && value <= 100)) {
      throw new IllegalArgumentException(
          "percentile was " + value + "; it is above 0 and at most 100; write percentile(99.9)");
    }
  }

  /** {@code p95}, {@code p99.9}. */
  @Override
  public String toString() {
    return "p" + Quantity.plain(value);
  }
}
