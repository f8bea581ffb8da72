package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.metrics.Tally;

/**
 * The number of some responses and the sum of their times.
 *
 * @param ok the number of requests that passed
 * @param failed the number of requests that failed
 * @param okMillis sum of the times of requests that passed
 * @param failedMillis sum of the times of requests that failed
 */
public record Responses(long ok, long failed, double okMillis, double failedMillis) {

  /** No responses. */
  public static final Responses NONE = new Responses(0, 0, 0, 0);

  /**
   * Returns the responses of a series. Messages of web sockets, which have no response, are not
   * among those that passed.
   */
  static Responses of(boolean ok, Tally tally) {
    double millis = tally.times().sum();
    return ok
        ? new Responses(tally.times().count(), 0, millis, 0)
        : new Responses(0, tally.requests(), 0, millis);
  }

  /** The number of requests, whether they passed or failed. */
  public long number() {
    return ok + failed;
  }

  /** The mean time of requests that passed, in milliseconds; NaN without any. */
  public double okTime() {
    return ok == 0 ? Double.NaN : okMillis / ok;
  }

  /** The mean time of requests that failed, in milliseconds; NaN without any. */
  public double failedTime() {
    return failed == 0 ? Double.NaN : failedMillis / failed;
  }

  /** The share of requests that failed, 0 to 1; 0 without requests. */
  public double failureShare() {
    return number() == 0 ? 0 : (double) failed / number();
  }

  /** The share of the time of all requests that failed ones took, 0 to 1; 0 without requests. */
  public double failureShareOfTime() {
    double all = okMillis + failedMillis;
    return all == 0 ? 0 : failedMillis / all;
  }

  /** The sum of these responses and others. */
  public Responses and(Responses others) {
    return new Responses(
        ok + others.ok,
        failed + others.failed,
        okMillis + others.okMillis,
        failedMillis + others.failedMillis);
  }
}
