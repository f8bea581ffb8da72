package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.CallTimes;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of Java code that waited for a thread, since all threads were busy. A user whose call
 * waits is missing at the service, as one that never began is; so the limit is the same: 20 users
 * in a call of whom one waits are 5 % missing.
 *
 * <p>Calls are known when they end. One that waited for ten seconds shows that there was no thread
 * for ten seconds, though nothing was seen meanwhile.
 */
final class CallThreadsRule {

  private static final Duration LEAST = Duration.ofSeconds(3);

  private final GeneratorLimits limits;
  private @Nullable Period open;

  /** From the first such time to the last one. */
  private @Nullable Period found;

  CallThreadsRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /** A time in which calls waited too long. */
  private record Period(Duration from, Duration to, CallTimes calls) {

    static Period of(Row row) {
      Duration waited = Duration.ofNanos((long) (row.calls().longest() * 1e6));
      Duration since = row.end().minus(waited);
      Duration from = since.compareTo(row.start()) < 0 ? since : row.start();
      return new Period(from.isNegative() ? Duration.ZERO : from, row.end(), row.calls());
    }

    Period and(Period next) {
      return new Period(
          from.compareTo(next.from) < 0 ? from : next.from, next.to, calls.and(next.calls));
    }

    boolean isLong() {
      return to.minus(from).compareTo(LEAST) >= 0;
    }

    GeneratorFinding finding() {
      return new GeneratorFinding(
          "calls waited for a thread for "
              + Quantity.SHARE.text(calls.percentQueued())
              + " of their time, the longest for "
              + Quantity.TIME.text(calls.longest())
              + ", from "
              + Quantity.clock(from)
              + " to "
              + Quantity.clock(to)
              + "; all threads were busy, so let onrush.call.threads be more",
          from,
          to);
    }
  }

  void add(Row row) {
    if (row.calls().isEmpty()) {
      return; // no call has ended, which says nothing
    }
    if (row.calls().percentQueued() <= limits.missing()) {
      open = null;
      return;
    }
    Period last = Period.of(row);
    Period now = open == null ? last : open.and(last);
    open = now;
    if (now.isLong()) {
      found = found == null || found.from.equals(now.from) ? now : found.and(last);
    }
  }

  Optional<GeneratorFinding> finding() {
    return Optional.ofNullable(found).map(Period::finding);
  }
}
