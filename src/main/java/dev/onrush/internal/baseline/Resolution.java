package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.histogram.Buckets;

/**
 * How finely a statistic of some response times is known, in milliseconds.
 *
 * @param step of the clock that recorded them
 * @param limit up to which two times may differ by chance of the clock or of the generator; at
 *     least {@code step}
 */
record Resolution(double step, double limit) {

  /** Groups, web sockets and some protocols are stamped in whole milliseconds. */
  private static final double MILLISECOND = 1;

  private static final double MICROSECOND = 0.001;

  /**
   * The step of the clock that recorded some times.
   *
   * @param times as they were measured
   */
  static double step(Buckets times) {
    return times.mayBeWholeMilliseconds() ? MILLISECOND : MICROSECOND;
  }

  /**
   * The resolution of times of which it is not known how much may have been the generator's own, as
   * of calls of Java code.
   */
  static Resolution unknown(double step) {
    return new Resolution(step, MILLISECOND);
  }

  /**
   * The resolution of a statistic. The limit is what may have been the generator's own of it, and 1
   * ms at most: a generator whose own share is larger did not keep up, and its run says so. A p95
   * of 3 ms, of which 0.2 ms may be the generator's, has a limit of 0.2 ms.
   *
   * @param step of the clock, in milliseconds
   * @param own how much of the statistic may have been the generator's, in milliseconds
   */
  static Resolution of(double step, double own) {
    return new Resolution(step, Math.max(step, Math.min(MILLISECOND, own)));
  }

  /** The coarser of both, by which figures of both are compared. */
  Resolution and(Resolution other) {
    return new Resolution(Math.max(step, other.step), Math.max(limit, other.limit));
  }
}
