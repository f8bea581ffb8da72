package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.IntervalStatistics;
import java.time.Duration;
import java.util.Optional;

/** Creates the public view of a row of the timeline. */
public final class IntervalView {

  private IntervalView() {}

  /** Returns the figures of a row. */
  public static IntervalStatistics of(Row row) {
    return new IntervalStatistics(
        row.start(),
        row.end(),
        row.requests(),
        row.failures(),
        row.unsent(),
        time(row, row.p50()),
        time(row, row.p95()),
        time(row, row.p99()),
        time(row, row.max()),
        row.users(),
        row.arrived(),
        row.service());
  }

  private static Optional<Duration> time(Row row, double milliseconds) {
    return row.timed() == 0 ? Optional.empty() : Optional.of(DistributionTimes.of(milliseconds));
  }
}
