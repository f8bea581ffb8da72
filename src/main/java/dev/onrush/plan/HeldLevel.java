package dev.onrush.plan;

/**
 * A level that stays the same.
 *
 * @param height in users, or arrivals each second
 */
public record HeldLevel(double height, Unit unit) {

  /** What a level is counted in. */
  public enum Unit {
    USERS("users"),
    ARRIVALS("arrivals/s");

    private final String text;

    Unit(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
