package dev.onrush.result;

/**
 * The verdict on a run, or on one of its thresholds; from best to worst. A bound that was broken
 * for certain counts more than one of which that cannot be told.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** Good enough, by samples. */
  PASS(0),
  /** Nothing was seen that could be judged, which is not a pass. */
  NO_DATA(3),
  /**
   * It cannot be told: the run did not complete, or whether the bound was broken depends on how
   * much of what was measured was the generator's own.
   */
  INVALID(4),
  /** A bound was broken. */
  FAIL(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of the run's process; 2 is what Gatling says of failed assertions. */
  public int exitCode() {
    return exitCode;
  }

  /** The worse of the two. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
