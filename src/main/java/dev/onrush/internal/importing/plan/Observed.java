package dev.onrush.internal.importing.plan;

/** The measurements of a log with which its plan is compared. */
public final class Observed {

  private final TimeGrid grid;
  private final ClockResolution clock;
  private final double[] mix;
  private final double[] gaps;
  private final double kept;

  Observed(TimeGrid grid, ClockResolution clock, double[] mix, double[] gaps, double kept) {
    this.grid = grid;
    this.clock = clock;
    this.mix = mix.clone();
    this.gaps = clock.ofLog(gaps);
    this.kept = kept;
  }

  ClockResolution clock() {
    return clock;
  }

  /** The share of each request, from 0 to 1. */
  double[] mix() {
    return mix.clone();
  }

  /** The pauses in seconds, as the log's clock measures them. */
  double[] gaps() {
    return gaps.clone();
  }

  /** The length of the plan, in seconds. */
  double seconds() {
    return grid.end();
  }

  /**
   * The number of requests in a period of the plan, in seconds, without the requests that the plan
   * leaves out.
   */
  double requests(double from, double to) {
    return kept * grid.requests(from, to);
  }

  /** The length of the log, in seconds. */
  int secondsOfLog() {
    return grid.secondsOfLog();
  }

  /**
   * The number of requests in a second of the log, including the requests that the plan leaves out.
   */
  double inSecondOfLog(int second) {
    return grid.inSecondOfLog(second);
  }
}
