package dev.onrush.internal.gatling;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop did with its time, so far as it bounds how long an answer that could have been
 * read has waited for it. Belongs to the thread of its loop. All times are in nanoseconds.
 *
 * <p>A loop polls, then works on all that the poll has found, then on its tasks, and polls again.
 * What a poll finds was not there when the poll before has looked for the last time. So:
 *
 * <ul>
 *   <li>Where a poll slept, nothing was there when it began, and an answer has waited for no longer
 *       than it took the loop to wake up: the time for which its thread was ready and had no
 *       processor, or the whole poll if the loop was stopped meanwhile.
 *   <li>Where it did not sleep, an answer may have been there since the poll before has looked. That
 *       is when it returned or, where it was held up on its way, the moment before it was.
 * </ul>
 *
 * <p>A stop is a pause of the JVM, which is counted, or a freeze of the process or of the machine.
 * A freeze is seen by a timer that bounds how long a poll may sleep: a poll that goes on after it
 * was due, and was not waiting for a processor, was stopped.
 */
final class LoopTimes {

  /** A poll may sleep for this long; a freeze that is shorter may go unseen. */
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

  /** A poll that took no longer need not have slept. */
  static final long SHORT = TimeUnit.MICROSECONDS.toNanos(50);

  /** What keeps a thread from its processor within so long a work is not that of the poll after. */
  private static final long LONG_WORK = TimeUnit.MICROSECONDS.toNanos(300);

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
  private long began;
  private long returned;
  private long servedSince;

  /** By when the last poll may have looked for the last time, and not have seen what came after. */
  private long looked;

  private long tickDue;
  private long queued;
  private long stops;

  /** All time but what polls slept, up to the last return of a poll. */
  private long own;

  LoopTimes(Waits waits, long now) {
    this.waits = waits;
    this.began = now;
    this.returned = now;
    this.servedSince = now;
    this.looked = now;
    this.tickDue = Long.MAX_VALUE;
    this.queued = waits.withoutProcessor();
    this.stops = waits.stops();
  }

  /** Those of the event loop whose thread calls; null on any other thread. */
  static @Nullable LoopTimes ofThread() {
    return OF_THREAD.get();
  }

  /** The calling thread is that of the loop. */
  void belongToThread() {
    OF_THREAD.set(this);
  }

  /** A timer is due, at which a poll has to end. */
  void tickAt(long due) {
    tickDue = due;
  }

  void pollBegins(long now) {
    if (now - returned > LONG_WORK) {
      queued = waits.withoutProcessor();
    }
    began = now;
  }

  void pollReturned(long now) {
    long until = now - began < SHORT ? began : undisturbedUntil(now);
    long since = until - began < SHORT ? looked : until;
    own += now - returned - Math.max(0, since - began);
    looked = until;
    servedSince = since;
    returned = now;
  }

  /** The moment up to which the poll slept, or was at work, without being held up. */
  private long undisturbedUntil(long now) {
    long waited = waits.withoutProcessor();
    long stopped = waits.stops();
    long ready = Math.min(now - began, waited - queued);
    long late = began < tickDue ? now - tickDue : 0;
    boolean frozen = late > ready + TIMER_SLACK || stopped != stops;
    queued = waited;
    stops = stopped;
    return frozen ? began : now - ready;
  }

  /**
   * The earliest moment at which what the loop works on now can have been there: all time since may
   * be the loop's own.
   */
  long servedSince() {
    return servedSince;
  }

  /** When the last poll returned. */
  long lastReturn() {
    return returned;
  }

  /** All time up to now in which the loop did not sleep; differences of it are of use. */
  long own(long now) {
    return own + now - returned;
  }
}
