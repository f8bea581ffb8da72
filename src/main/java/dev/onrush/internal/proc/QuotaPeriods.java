package dev.onrush.internal.proc;

/**
 * The number of periods in which the kernel has given a control group its processor quota. A period
 * is usually 100 ms in which the group had something to do. The throttled time is less informative:
 * the kernel sums it over all processors, so that it may be many seconds per second.
 *
 * @param all the periods since the group was created
 * @param throttled the periods in which the quota was used up
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html#statistics">the kernel's
 *     documentation of bandwidth control</a>
 */
public record QuotaPeriods(long all, long throttled) {

  /**
   * Returns the share of the periods since {@code then} in which the quota was used up, 0 to 1; 0
   * if there were no periods.
   */
  public double throttledSince(QuotaPeriods then) {
    long since = all - then.all;
    return since <= 0 ? 0 : Math.max(0, Math.min(1, (double) (throttled - then.throttled) / since));
  }
}
