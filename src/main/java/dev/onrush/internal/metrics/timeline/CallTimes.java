package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import java.util.Map;

/**
 * The times of the calls of Java code that ended within an interval, in milliseconds.
 *
 * @param queued the sum of the waits of calls that found all threads busy
 * @param ran the sum of the times that all calls ran on their threads
 * @param longest the longest wait for a thread
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
                  default -> NONE; // a thread was free
                });
      }
    }
    return sum;
  }

  /** Returns the sum of two intervals, or of two parts of one interval. */
  public CallTimes and(CallTimes other) {
    return new CallTimes(queued + other.queued, ran + other.ran, Math.max(longest, other.longest));
  }

  /** Whether no call has ended and no call has waited. */
  public boolean isEmpty() {
    return queued + ran == 0;
  }

  /** The share of the time of the calls that they waited for a thread, in percent. */
  public double percentQueued() {
    return isEmpty() ? 0 : 100 * queued / (queued + ran);
  }
}
