package dev.onrush.internal.gatling.loop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The burst of requests that follows a standstill of the generator. What was due meanwhile is sent
 * at once, so a service near its capacity needs time to catch up, and answers later than it would
 * have answered the planned load.
 *
 * <p>No answer comes later because of the burst than by the time since the burst began, or by its
 * whole length once it is over. This is the generator's own share of a response time. (A service
 * that answers in the order in which requests come delays an answer by no more than the length of
 * the standstill; one that handles all requests at the same time may delay all until the end.)
 *
 * <p>A burst begins when more requests are open than usually, so a single user who starts late is
 * no burst. It is over when no more requests are open than usually before the standstill. This
 * takes {@code standstill × load / (1 − load)}, where load is the share of the service's capacity
 * that is used. A burst lasts at most 20 times as long as its standstill, which is enough for a
 * load of 95 %. If the service has not caught up by then, this is no longer attributed to the
 * burst.
 *
 * <p>A service may also refuse a part of a burst, because it limits its queue or its rate. Each
 * request that comes late can cost at most one other request its place. So of the failures in a
 * burst, at most as many may be due to it as requests are usually sent in the time of the
 * standstill.
 *
 * <p>Thread-safe.
 */
public final class StandstillBurst {

  /** Shorter delays are no standstill. */
  static final long SHORTEST_STANDSTILL = LoopTimes.TICK;

  /** How many times as long as its standstill a burst can last. */
  private static final int LONGEST = 20;

  /**
   * The shortest length of a burst. Within this time, more requests are open than before, unless
   * the service answers at once.
   */
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(20);

  /** The number of requests before a standstill whose mean number of open requests is the usual. */
  private static final int USUAL = 64;

  private final LongSupplier clock;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * The mean number of open requests, as the last requests saw it that were not in a burst. If two
   * threads change it at once, one change is lost.
   */
  private volatile double usual = 1;

  /** The standstill that has just ended, until its burst begins; 0 if there is none. */
  private volatile long pending;

  /** The mean time between two requests, in nanoseconds, like {@link #usual}; 0 if not known. */
  private volatile double interval;

  private volatile long lastSent;

  /** How many failures have been attributed to the burst. */
  private final AtomicInteger blamed = new AtomicInteger();

  /** The time in which the generator stood still, of the pending standstill and of the burst. */
  private volatile long late;

  /** When the generator last stood still. */
  private volatile long standstillEnd;

  /** The longest standstill whose burst is not over; 0 if there is none. */
  private volatile long share;

  /** The number of open requests above which there is a burst. */
  private volatile long level;

  /** When the burst began. */
  private volatile long begin;

  /** The length of the last burst that is over. */
  private volatile long length;

  // Guarded by this, as are all changes of these fields, except of the means.
  private long earliestEnd;
  private long latestEnd;

  /** Creates a burst that has not begun. */
  public StandstillBurst() {
    this(System::nanoTime);
  }

  /** Creates a burst that has not begun, with a clock in nanoseconds. */
  StandstillBurst(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Called when the generator, or one of its event loops, has stood still, or a user has started
   * late, before any request is sent that was due meanwhile.
   *
   * @param nanos how long; shorter than 10 ms has no effect
   */
  public void stoodStill(long nanos) {
    if (nanos < SHORTEST_STANDSTILL) {
      return;
    }
    synchronized (this) {
      if (pending == 0 && share == 0) {
        level = Math.max(1, Math.round(usual));
      }
      long now = clock.getAsLong();
      boolean isFirst = pending == 0 && share == 0;
      late += isFirst ? nanos : Math.min(nanos, now - standstillEnd);
      pending = Math.max(pending, nanos);
      standstillEnd = now;
    }
  }

  /** Called when a request, or a call, is about to be sent. */
  public void sent() {
    int now = open.incrementAndGet();
    if (pending != 0) {
      beginIfMoreThanUsual(now);
    }
    long at = clock.getAsLong();
    if (share == 0 && pending == 0) {
      double before = usual;
      usual = before + (now - before) / USUAL;
      double mean = interval;
      long since = at - lastSent;
      interval = lastSent == 0 ? 0 : mean == 0 ? since : mean + (since - mean) / USUAL;
    }
    lastSent = at;
  }

  private synchronized void beginIfMoreThanUsual(int openNow) {
    long standstill = pending;
    long now = clock.getAsLong();
    if (now - standstillEnd >= SHORTEST) {
      pending = 0; // what was due meanwhile was no burst
      late = share == 0 ? 0 : late;
    } else if (standstill != 0 && openNow > level) {
      pending = 0;
      long rest = share == 0 ? 0 : latestEnd - now;
      latestEnd = now + Math.max(rest, LONGEST * standstill);
      begin = share == 0 ? now : begin;
      share = Math.max(share, standstill);
      earliestEnd = now + SHORTEST;
    }
  }

  /** Called when the response, or the failure, of a request or call is there. */
  public void ended() {
    int now = open.decrementAndGet();
    if (share != 0) {
      endIfOver(now);
    }
  }

  private synchronized void endIfOver(int openNow) {
    long now = clock.getAsLong();
    if ((openNow <= level && now - earliestEnd >= 0) || now - latestEnd >= 0) {
      length = Math.max(share, now - begin);
      share = 0;
      late = 0;
      blamed.set(0);
    }
  }

  /** Whether there is a burst now. */
  public boolean isOn() {
    return share != 0;
  }

  /**
   * How much of the time of a response that comes now may be due to the burst, in nanoseconds; 0 if
   * there is none.
   *
   * @param sentInBurst whether its request was sent in a burst, which may be over
   */
  public long share(boolean sentInBurst) {
    long standstill = share;
    return standstill != 0
        ? Math.max(standstill, clock.getAsLong() - begin)
        : sentInBurst ? length : 0;
  }

  /** The longest standstill whose burst is not over, in nanoseconds; 0 if there is none. */
  public long standstill() {
    return share;
  }

  /** Whether a failure that comes now may be due to the burst. Called once for each failure. */
  public boolean tryBlame() {
    double mean = interval;
    long most = mean == 0 ? Integer.MAX_VALUE : (long) Math.ceil(late / mean);
    return share != 0 && blamed.getAndIncrement() < most;
  }
}
