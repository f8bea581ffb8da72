package dev.onrush.profile;

import dev.onrush.units.Quantity;

/**
 * A level of load that stays the same for a time. Immutable.
 *
 * @param height the level, in the unit
 * @param unit the unit of the level
 * @since 0.1.0
 */
public record HeldLevel(double height, Unit unit) {

  /** The unit of a level. */
  public enum Unit {
    /** Concurrent users, in a closed workload. */
    USERS("users", Quantity.COUNT, " users"),
    /** Arrivals per second, in an open workload. */
    ARRIVALS("arrivals/s", Quantity.FREQUENCY, "");

    private final String text;
    private final Quantity quantity;
    private final String suffix;

    Unit(String text, Quantity quantity, String suffix) {
      this.text = text;
      this.quantity = quantity;
      this.suffix = suffix;
    }

    /** The quantity of a level: {@code COUNT} for users, {@code FREQUENCY} for arrivals. */
    public Quantity quantity() {
      return quantity;
    }

    /**
     * Returns the level that a run applies for a planned level. A number of users is rounded half
     * up to a whole number; arrivals per second stay as they are: 23.3 users become 23 users, and
     * 23.3/s stays 23.3/s.
     *
     * @param planned the planned level, in this unit; not negative
     */
    public double brought(double planned) {
      return this == USERS ? Math.round(planned) : planned;
    }

    /** A level as rounded text for people: {@code 12,000 users}, {@code 33.3/s}. */
    public String text(double height) {
      return this == USERS
          ? quantity.text(height) + suffix(height)
          : Quantity.NUMBER.text(height) + "/s";
    }

    /** A level as text with all its digits: {@code 12000 users}, {@code 33.34/s}. */
    public String exact(double height) {
      return quantity.exact(height) + suffix(height);
    }

    private String suffix(double height) {
      return this == USERS && height == 1 ? " user" : suffix;
    }

    /** The unit as text: {@code users}, {@code arrivals/s}. */
    @Override
    public String toString() {
      return text;
    }
  }
}
