package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import java.util.Map;

/**
 * The time of the calls of Java code that ended within an interval, in milliseconds.
 *
 * @param queued of all that found all threads busy, until they had one
 * @param ran of all, on their threads
 * @param longest wait for a thread
 */
public record CallTimes(double queued, double ran, double longest) {

  public static final CallTimes NONE = new CallTimes(0, 0, 0);

  static CallTimes of(Map<Series, Tally> tallies) {
    CallTimes sum = NONE;
    for (Map.Entry<Series, Tally> entry : tallies.entrySet()) {
      if (entry.getKey().kind() == Kind.CALL) {
        Distribution times = entry.getValue().times();
        sum =
            sum.and(
                switch (entry.getKey().name()) {
                  case Series.CALL_QUEUED -> new CallTimes(times.sum(), 0, times.max());
                  case Series.CALL_RUNNING -> new CallTimes(0, times.sum(), 0);
                  default -> NONE; // there was a thread at once
                });
      }
    }
    return sum;
  }

  /** Those of two intervals, or of two parts of one. */
  public CallTimes and(CallTimes other) {
    return new CallTimes(queued + other.queued, ran + other.ran, Math.max(longest, other.longest));
  }

  /** Whether none has ended, and none has waited. */
  public boolean isEmpty() {
    return queued + ran == 0;
  }

  /** The part of their time in which they waited for a thread, in percent. */
  public double percentQueued() {
    return isEmpty() ? 0 : 100 * queued / (queued + ran);
  }
}
