package dev.onrush.internal.gatling.loop;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop did with its time, so far as it bounds how long an answer that could have been
 * read has waited for it. Belongs to the thread of its loop. All times are in nanoseconds.
 *
 * <p>A loop looks whether anything is there and, if there is nothing, sleeps until something comes.
 * Then it works on all that it has found, and on its tasks, and looks again. What it finds was not
 * there when it looked before. So:
 *
 * <ul>
 *   <li>What it finds by looking may have been there since it looked before.
 *   <li>What it finds by sleeping came while it slept, and has waited for no longer than it took
 *       the loop to wake up: the time for which its thread was ready and had no processor, or all
 *       the time from the look before if the loop was stopped meanwhile.
 * </ul>
 *
 * <p>A stop is a pause of the JVM, which is counted, or a freeze of the process or of the machine.
 * A freeze is seen by a timer that bounds how long a loop may sleep: one that sleeps on after it
 * was due, and was not waiting for a processor, was stopped.
 */
public final class LoopTimes {

  /** A loop may sleep for this long; a freeze that is shorter may go unseen. */
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * What keeps a thread from its processor within so long a work is not that of the sleep after.
   */
  private static final long LONG_WORK = TimeUnit.MICROSECONDS.toNanos(100);

  /** By so much a timer of the operating system comes late. */
  private static final long TIMER_SLACK = TimeUnit.MICROSECONDS.toNanos(500);

  private static final ThreadLocal<@Nullable LoopTimes> OF_THREAD = new ThreadLocal<>();

  /** What the system knows of the thread of a loop. */
  interface Waits {

    /** For how long the thread was ready and had no processor, in all; 0 where nobody knows. */
    long withoutProcessor();

    /** How often the JVM stopped all threads, in all. */
    long stops();
  }

  private final Waits waits;

  /** When it last looked, at the earliest: what it did not find was not there. */
  private long looked;

  /** When it last went to work. */
  private long returned;

  private long looking;
  private long worked;
  private long sleeping;
  private long servedSince;
  private long tickDue = Long.MAX_VALUE;
  private long queued;
  private long stops;

  /** All time but what it slept, until it last went to work. */
  private long own;

  LoopTimes(Waits waits, long now) {
    this.waits = waits;
    this.looked = now;
    this.returned = now;
    this.servedSince = now;
    this.queued = waits.withoutProcessor();
    this.stops = waits.stops();
  }

  /** Those of the event loop whose thread calls; null on any other thread. */
  public static @Nullable LoopTimes ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Identifies the turn of the event loop whose thread calls: all that the loop does until it looks
   * again is of one turn. Always 0 on any other thread.
   */
  public static long turn() {
    LoopTimes loop = OF_THREAD.get();
    return loop == null ? 0 : loop.returned;
  }

  /** The calling thread is that of the loop. */
  void belongToThread() {
    OF_THREAD.set(this);
  }

  /** A timer is due, at which a sleep has to end. */
  void tickAt(long due) {
    tickDue = due;
  }

  /** The loop is about to look. */
  void looks(long now) {
    looking = now;
    worked = now - returned;
  }

  /** The loop has looked, and goes to work on what it has found. */
  void found(long now) {
    work(now, looked, now);
    looked = looking;
  }

  /** The loop has looked, found nothing, and is about to sleep. */
  void sleeps(long now) {
    if (worked > LONG_WORK) {
      queued = waits.withoutProcessor();
      stops = waits.stops();
    }
    looked = looking;
    sleeping = now;
  }

  /** The loop has slept, and goes to work on what has come. */
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
   * The earliest moment at which what the loop works on now can have been there: all time since may
   * be the loop's own.
   */
  public long servedSince() {
    return servedSince;
  }

  /** All time up to now in which the loop did not sleep; differences of it are of use. */
  long own(long now) {
    return own + now - returned;
  }
}
