package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.CallTimes;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of Java code that waited for a thread because all threads were busy. A user whose
 * call waits is missing at the service, like a user who never started. So the limit is the same: if
 * one of 20 users in a call waits, 5 % are missing.
 *
 * <p>Calls are recorded when they end. A call that waited for ten seconds shows that no thread was
 * free for ten seconds, although nothing was recorded meanwhile.
 */
final class CallThreadsRule {

  private static final Duration LEAST = Duration.ofSeconds(3);

  private final GeneratorLimits limits;
  private @Nullable Period open;
  private final FaultSpans found = new FaultSpans();

  /** The call times of all periods that were found. */
  private CallTimes calls = CallTimes.NONE;

  CallThreadsRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /** A period in which calls waited too long. */
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
  }

  void add(Row row) {
    if (row.calls().isEmpty()) {
      return; // nothing is known, because no call has ended
    }
    if (row.calls().percentQueued() <= limits.missing()) {
      open = null;
      return;
    }
    Period last = Period.of(row);
    Period before = open;
    Period now = before == null ? last : before.and(last);
    open = now;
    if (now.isLong()) {
      found.add(new Span(now.from, now.to));
      calls = calls.and(before != null && before.isLong() ? last.calls : now.calls);
    }
  }

  /** Returns a finding for each period in which calls waited, all with the same text. */
  List<GeneratorFinding> findings() {
    if (found.isEmpty()) {
      return List.of();
    }
    Span whole = found.whole();
    return found.findings(
        "calls waited for a thread for "
            + Quantity.SHARE.text(calls.percentQueued())
            + " of their time, the longest for "
            + Quantity.TIME.text(calls.longest())
            + ", from "
            + Quantity.clock(whole.from())
            + " to "
            + Quantity.clock(whole.to())
            + "; all threads were busy, so increase onrush.call.threads",
        Effect.LOAD);
  }
}
