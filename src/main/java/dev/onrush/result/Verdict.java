package dev.onrush.result;

/**
 * The verdict on a run or on one of its thresholds, from best to worst. FAIL is worse than INVALID,
 * because a bound that was certainly broken counts more than a bound for which this cannot be told.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** The samples show that the bound was kept. */
  PASS(0),
  /** There was nothing that could be judged, which is not a pass. */
  NO_DATA(3),
  /**
   * It cannot be told whether the bound was broken: the run was interrupted, the generator had a
   * fault, or the answer depends on how much of the measured figure was the generator's own.
   */
  INVALID(4),
  /** A bound was broken. */
  FAIL(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of the run's process. For FAIL it is 2, as for failed assertions in Gatling. */
  public int exitCode() {
    return exitCode;
  }

  /** Returns the worse of the two verdicts. */
  public Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
