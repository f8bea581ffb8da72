package dev.onrush.result;

/**
 * The verdict on a run, or on one of its thresholds; from best to worst.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** Good enough, by samples. */
  PASS(0),
  /** Nothing was seen that could be judged, which is not a pass. */
  NO_DATA(3),
  /** A bound was broken. */
  FAIL(2),
  /** The run itself cannot be trusted: it did not complete, or its generator could not keep up. */
  INVALID(4);

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
