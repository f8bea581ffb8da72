package dev.onrush.internal.proc;

/**
 * How often the kernel has given a control group its quota of processors, mostly each 100 ms in
 * which the group had something to do. The time for which it was held back says less: the kernel
 * adds that up over all processors, so that it may be many seconds per second.
 *
 * @param all periods since the group was made
 * @param throttled of these, the ones in which the quota was used up
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html#statistics">the kernel's
 *     documentation of bandwidth control</a>
 */
public record QuotaPeriods(long all, long throttled) {

  /** The share of the periods since then in which the quota was used up, 0 to 1; 0 without any. */
  public double throttledSince(QuotaPeriods then) {
    long since = all - then.all;
    return since <= 0 ? 0 : Math.max(0, Math.min(1, (double) (throttled - then.throttled) / since));
  }
}
