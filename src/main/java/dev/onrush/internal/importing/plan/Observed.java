package dev.onrush.internal.importing.plan;

/** What of a log its plan is held against. */
public final class Observed {

  private final TimeGrid grid;
  private final Clock clock;
  private final double[] mix;
  private final double[] gaps;
  private final double kept;

  Observed(TimeGrid grid, Clock clock, double[] mix, double[] gaps, double kept) {
    this.grid = grid;
    this.clock = clock;
    this.mix = mix.clone();
    this.gaps = clock.ofLog(gaps);
    this.kept = kept;
  }

  Clock clock() {
    return clock;
  }

  /** The share of each request. */
  double[] mix() {
    return mix.clone();
  }

  /** Pauses, as the log's clock shows them. */
  double[] gaps() {
    return gaps.clone();
  }

  /** The length of the plan, in seconds. */
  double seconds() {
    return grid.end();
  }

  /** Requests in a time of the plan. */
  double requests(double from, double to) {
    return kept * grid.requests(from, to);
  }

  /** Requests of the log, those included that the plan leaves out, in a second of the plan. */
  double inSecond(int second) {
    return grid.requests(second, second + 1.0);
  }
}
