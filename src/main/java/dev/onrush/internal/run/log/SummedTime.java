package dev.onrush.internal.run.log;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** The time of a run that its log has in sums of intervals only. */
final class SummedTime {

  private Optional<Duration> from = Optional.empty();
  private Duration to = Duration.ZERO;
  private long largest;

  /** Takes what was read next: an interval, or the sum of so many. */
  void add(Interval interval, long count) {
    if (count > 1) {
      from = from.or(() -> Optional.of(interval.start()));
      to = interval.end();
      largest = Math.max(largest, count);
    }
  }

  /** What a reader of the figures has to know; empty if there is no such time. */
  Optional<String> note() {
    return from.map(
        begin ->
            "made of a log that has the time from "
                + Quantity.clock(begin)
                + " to "
                + Quantity.clock(to)
                + " in sums of up to "
                + Quantity.count(largest)
                + " intervals: counts and times are all there, but what is shown or judged by"
                + " the second may differ there from what the run itself saw");
  }
}
