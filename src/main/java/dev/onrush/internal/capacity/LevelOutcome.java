package dev.onrush.internal.capacity;

/** The outcome of a probe at one level. */
public enum LevelOutcome {
  /** All thresholds were kept. */
  HELD("held"),
  /** A threshold was broken. */
  BROKE("broke"),
  /**
   * The generator did not keep up, or may itself have made the difference. The level is probed
   * again.
   */
  INVALID("invalid"),
  /**
   * A threshold had nothing to judge, such as a request that was never sent. The level is probed
   * again.
   */
  NO_DATA("no data");

  private final String text;

  LevelOutcome(String text) {
    this.text = text;
  }

  /** Whether the probe measured its level: it held or broke. */
  public boolean isMeasured() {
    return this == HELD || this == BROKE;
  }

  @Override
  public String toString() {
    return text;
  }
}
