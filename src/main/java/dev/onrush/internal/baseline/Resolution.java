package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.histogram.Buckets;

/**
 * The precision of a statistic of response times, in milliseconds.
 *
 * @param step the step of the clock that recorded the times
 * @param limit the largest difference of two times that the clock or the generator may cause; at
 *     least {@code step}
 */
record Resolution(double step, double limit) {

  /** The step of groups, web sockets and some protocols, whose times are in whole milliseconds. */
  private static final double MILLISECOND = 1;

  private static final double MICROSECOND = 0.001;

  /**
   * The step of the clock that recorded the times.
   *
   * @param times as they were measured
   */
  static double step(Buckets times) {
    return times.mayBeWholeMilliseconds() ? MILLISECOND : MICROSECOND;
  }

  /**
   * The resolution of times for which the generator's own share is unknown, such as the times of
   * calls of Java code.
   */
  static Resolution unknown(double step) {
    return new Resolution(step, MILLISECOND);
  }

  /**
   * The resolution of a statistic. Its limit is the part of the statistic that may have been the
   * generator's own, and 1 ms at most: with a larger share, figures that agree may hide a change. A
   * p95 of 3 ms, of which 0.2 ms may be the generator's, has a limit of 0.2 ms.
   *
   * @param step the step of the clock, in milliseconds
   * @param own the part of the statistic that may have been the generator's, in milliseconds
   */
  static Resolution of(double step, double own) {
    return new Resolution(step, Math.max(step, Math.min(MILLISECOND, own)));
  }

  /** The coarser of both resolutions, which applies when figures of both are compared. */
  Resolution and(Resolution other) {
    return new Resolution(Math.max(step, other.step), Math.max(limit, other.limit));
  }
}
