package dev.onrush.internal.run.log;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** The part of a run for which the log contains only sums of intervals. */
final class SummedTime {

  private Optional<Duration> from = Optional.empty();
  private Duration to = Duration.ZERO;
  private long largest;

  /** Adds the next interval that was read, or the sum of {@code count} intervals. */
  void add(Interval interval, long count) {
    if (count > 1) {
      from = from.or(() -> Optional.of(interval.start()));
      to = interval.end();
      largest = Math.max(largest, count);
    }
  }

  /** A note for the reader of the figures; empty if the log contains no sums. */
  Optional<String> note() {
    return from.map(
        begin ->
            "the log contains the time from "
                + Quantity.clock(begin)
                + " to "
                + Quantity.clock(to)
                + " only as sums of up to "
                + Quantity.count(largest)
                + " intervals: counts and times are complete, but figures per second in that time"
                + " may differ from those of the run itself");
  }
}
