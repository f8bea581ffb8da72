package dev.onrush.plan;

import dev.onrush.units.Quantity;

/**
 * A level of load that stays the same for a time. Immutable.
 *
 * @param height in the unit
 * @param unit what the level counts
 * @since 0.1.0
 */
public record HeldLevel(double height, Unit unit) {

  /** What a level counts. */
  public enum Unit {
    /** Concurrent users, of a closed workload. */
    USERS("users", Quantity.COUNT, " users"),
    /** Arrivals per second, of an open workload. */
    ARRIVALS("arrivals/s", Quantity.FREQUENCY, "");

    private final String text;
    private final Quantity quantity;
    private final String suffix;

    Unit(String text, Quantity quantity, String suffix) {
      this.text = text;
      this.quantity = quantity;
      this.suffix = suffix;
    }

    /** The quantity of a level: COUNT of users, FREQUENCY of arrivals. */
    public Quantity quantity() {
      return quantity;
    }

    /**
     * The level that a run brings of a planned one: users are whole, rounded half up; arrivals per
     * second stay as they are. 23.3 users are 23, and 23.3/s is 23.3/s.
     *
     * @param planned in the unit; not negative
     */
    public double brought(double planned) {
      return this == USERS ? Math.round(planned) : planned;
    }

    /** A level for people, rounded: {@code 12,000 users}, {@code 33.3/s}. */
    public String text(double height) {
      return this == USERS
          ? quantity.text(height) + suffix(height)
          : Quantity.NUMBER.text(height) + "/s";
    }

    /** A level with all its digits: {@code 12000 users}, {@code 33.34/s}. */
    public String exact(double height) {
      return quantity.exact(height) + suffix(height);
    }

    private String suffix(double height) {
      return this == USERS && height == 1 ? " user" : suffix;
    }

    /** {@code users}, {@code arrivals/s}. */
    @Override
    public String toString() {
      return text;
    }
  }
}
