package dev.onrush.internal.gatling.loop;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records how an event loop spends its time, to bound how long an answer that was ready to be read
 * has waited for the loop. Confined to the thread of its loop. All times are in nanoseconds.
 *
 * <p>An event loop polls for events and, if there are none, sleeps until one comes. Then it handles
 * all events that it has found, runs its tasks, and polls again. An event that a poll finds was not
 * there at the poll before. Therefore:
 *
 * <ul>
 *   <li>An event found by a poll may have been there since the poll before.
 *   <li>An event found after a sleep came during the sleep. It has waited no longer than the loop
 *       took to wake up: the time for which its thread was ready and had no processor, or all the
 *       time since the poll before if the loop was stopped meanwhile.
 * </ul>
 *
 * <p>A stop is a pause of the JVM, which is counted, or a freeze of the process or of the machine.
 * A freeze is detected by a timer that limits how long a loop may sleep: a loop that sleeps on
 * after the timer was due, without waiting for a processor, was stopped.
 */
public final class LoopTimes {

  /** The longest time that a loop may sleep. A shorter freeze may go undetected. */
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * After longer work than this, the counters are read again before a sleep, so that time without a
   * processor during the work is not attributed to the sleep.
   */
  private static final long LONG_WORK = TimeUnit.MICROSECONDS.toNanos(100);

  /** The usual delay of a timer of the operating system. */
  private static final long TIMER_SLACK = TimeUnit.MICROSECONDS.toNanos(500);

  private static final ThreadLocal<@Nullable LoopTimes> OF_THREAD = new ThreadLocal<>();

  /** The counters of the operating system and the JVM for the thread of a loop. */
  interface Waits {

    /**
     * The total time for which the thread was ready and had no processor; 0 where it is not known.
     */
    long withoutProcessor();

    /** The total number of times that the JVM stopped all threads. */
    long stops();
  }

  private final Waits waits;

  /** The earliest possible time of the last poll: what it did not find was not there. */
  private long looked;

  /** When the loop last began to handle events. */
  private long returned;

  private long looking;
  private long worked;
  private long sleeping;
  private long servedSince;
  private long tickDue = Long.MAX_VALUE;
  private long queued;
  private long stops;

  /** All time in which the loop did not sleep, until it last began to handle events. */
  private long own;

  LoopTimes(Waits waits, long now) {
    this.waits = waits;
    this.looked = now;
    this.returned = now;
    this.servedSince = now;
    this.queued = waits.withoutProcessor();
    this.stops = waits.stops();
  }

  /** Returns the times of the event loop whose thread calls; null on any other thread. */
  public static @Nullable LoopTimes ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Identifies the current turn of the event loop whose thread calls: everything that the loop does
   * until it polls again belongs to one turn. Always 0 on any other thread.
   */
  public static long turn() {
    LoopTimes loop = OF_THREAD.get();
    return loop == null ? 0 : loop.returned;
  }

  /** Makes these the times of the calling thread, which must be the thread of the loop. */
  void belongToThread() {
    OF_THREAD.set(this);
  }

  /** Sets when the timer is due that ends a sleep. */
  void tickAt(long due) {
    tickDue = due;
  }

  /** Called when the loop is about to poll. */
  void looks(long now) {
    looking = now;
    worked = now - returned;
  }

  /** Called when the loop has polled and begins to handle the events that it found. */
  void found(long now) {
    work(now, looked, now);
    looked = looking;
  }

  /** Called when the loop has polled, found no event, and is about to sleep. */
  void sleeps(long now) {
    if (worked > LONG_WORK) {
      queued = waits.withoutProcessor();
      stops = waits.stops();
    }
    looked = looking;
    sleeping = now;
  }

  /** Called when the loop has slept and begins to handle the events that have come. */
  void woke(long now) {
    long waited = waits.withoutProcessor();
    long stopped = waits.stops();
    long ready = Math.min(now - sleeping, waited - queued);
    long late = sleeping < tickDue ? now - tickDue : 0;
    boolean frozen = late > ready + TIMER_SLACK || stopped != stops;
    queued = waited;
    stops = stopped;
    looked = frozen ? looked : Math.max(looked, now - ready);
    work(now, looked, sleeping);
  }

  private void work(long now, long since, long slept) {
    own += now - returned - Math.max(0, since - slept);
    servedSince = since;
    returned = now;
  }

  /**
   * The earliest moment at which the events that the loop handles now can have been there. All time
   * since then may be the loop's own.
   */
  public long servedSince() {
    return servedSince;
  }

  /**
   * All time up to now in which the loop did not sleep. Only differences of two values are
   * meaningful.
   */
  long own(long now) {
    return own + now - returned;
  }
}
