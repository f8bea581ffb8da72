package dev.onrush.internal.capacity;

/** What a level did to the service. */
public enum LevelOutcome {
  /** All thresholds were kept. */
  HELD("held"),
  /** A threshold was broken. */
  BROKE("broke"),
  /** The generator was not well, so nothing is known of the service. */
  INVALID("invalid"),
  /** There was nothing to judge. */
  NO_DATA("no data");

  private final String text;

  LevelOutcome(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
