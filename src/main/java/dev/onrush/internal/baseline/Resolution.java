package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.units.Percentile;

/**
 * How finely the response times of some requests are known, in milliseconds.
 *
 * @param step of the clock that recorded them
 * @param limit up to which two times may differ by chance of the clock or of the generator; at
 *     least {@code step}
 */
record Resolution(double step, double limit) {

  /** Groups, web sockets and some protocols are stamped in whole milliseconds. */
  private static final double MILLISECOND = 1;

  private static final double MICROSECOND = 0.001;
  private static final Percentile MEDIAN = new Percentile(50);

  /**
   * The resolution of some samples. The limit is the median of what may have been the generator's
   * own, and 1 ms at most: a generator whose own share is larger did not keep up, and its run says
   * so. A service that answers within 0.5 ms, of which 0.2 ms may be the generator's, has a limit
   * of 0.2 ms.
   *
   * @param times as they were measured
   * @param least the same without the generator's own share
   */
  static Resolution of(Buckets times, Buckets least) {
    double step = times.mayBeWholeMilliseconds() ? MILLISECOND : MICROSECOND;
    double own = times.at(MEDIAN) - least.at(MEDIAN);
    return new Resolution(step, Math.max(step, Math.min(MILLISECOND, own)));
  }

  /** The coarser of both, by which figures of both are compared. */
  Resolution and(Resolution other) {
    return new Resolution(Math.max(step, other.step), Math.max(limit, other.limit));
  }
}
