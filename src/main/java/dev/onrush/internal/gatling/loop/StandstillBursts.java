package dev.onrush.internal.gatling.loop;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bursts of requests that follow standstills of the generator. What was due meanwhile is sent
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
 * takes {@code idle × load / (1 − load)}, where load is the share of the service's capacity that is
 * used, and idle is the time of the standstill in which the service had less to do than usually. A
 * burst lasts at most 20 times as long as this time, which is enough for a load of 95 %. If the
 * service has not caught up by then, this is no longer attributed to the burst.
 *
 * <p>A service with a backlog goes on working while the generator stands still. If as many
 * responses have come as usually in such a time, the standstill has taken nothing from it, and what
 * is then sent at once only waits at another place. So there is no burst, and an overloaded service
 * is not excused by a generator that stands still at times.
 *
 * <p>A service may also refuse a part of a burst, because it limits its queue or its rate. Each
 * request that comes late can cost at most one other request its place. So of the failures in a
 * burst, at most as many may be due to it as requests are usually sent in the idle time.
 *
 * <p>Thread-safe.
 */
public final class StandstillBursts {

  /** One burst. */
  public static final class Burst {

    /** When it began; 0 if no more requests than usually have been open. */
    private volatile long begin;

    /** How long it lasted, in nanoseconds; 0 if it is not over, or there was none. */
    private volatile long length;

    private Burst() {}
  }

  /** Shorter delays are no standstill. */
  static final long SHORTEST_STANDSTILL = LoopTimes.TICK;

  /** How many times as long as the idle time of the service a burst can last. */
  private static final int LONGEST = 20;

  /**
   * How long after a standstill its burst has been sent, and the responses that came meanwhile have
   * been read.
   */
  private static final long SENDING = TimeUnit.MILLISECONDS.toNanos(20);

  /** With fewer responses that are missing, as many have come as usually. */
  private static final double LEAST_MISSING = 0.5;

  private final LongSupplier clock;
  private final AtomicInteger open = new AtomicInteger();

  /** What was usual before the burst. If two threads change it at once, one change is lost. */
  private volatile RequestPace pace = RequestPace.UNKNOWN;

  /** The length of the standstill that has just ended, while its burst is sent; 0 afterwards. */
  private volatile long pending;

  /** The longest idle time, or pending standstill, whose burst is not over; 0 if there is none. */
  private volatile long share;

  /** The number of open requests above which there is a burst. */
  private volatile long level;

  /** The burst that is not over, or of the pending standstill; null if there is none. */
  private volatile @Nullable Burst current;

  // Guarded by this, as are all changes of the fields above, except of the pace.

  /** When the generator last stood still. */
  private long standstillEnd;

  /** Whether more requests than usually have been open since the pending standstill. */
  private boolean hasBegun;

  /** The pace before the pending standstill. */
  private RequestPace before = RequestPace.UNKNOWN;

  /** The time for which requests have come late because of the pending standstill. */
  private long pendingLate;

  /** How many requests have been sent since the pending standstill. */
  private int sentSince;

  /** The longest idle time of the service in the burst, without the pending standstill. */
  private long idle;

  /** The time for which requests have come late, without the pending standstill. */
  private long late;

  /** How many failures have been attributed to the burst, or were too many for that. */
  private long blamed;

  private long latestEnd;

  /** Creates a burst that has not begun. */
  public StandstillBursts() {
    this(System::nanoTime);
  }

  /** Creates a burst that has not begun, with a clock in nanoseconds. */
  StandstillBursts(LongSupplier clock) {
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
      long now = clock.getAsLong();
      settleIfSent(now, open.get());
      boolean isOnlyOne = current == null;
      if (pending == 0) {
        before = pace;
        sentSince = 0;
        pendingLate = 0;
        hasBegun = false;
      }
      if (isOnlyOne) {
        level = Math.round(before.open());
        current = new Burst();
      }
      pendingLate += isOnlyOne ? nanos : Math.min(nanos, now - standstillEnd);
      pending = Math.max(pending, nanos);
      standstillEnd = now;
    }
  }

  /** Called when a request, or a call, is about to be sent. */
  public void sent() {
    int openNow = open.incrementAndGet();
    long now = clock.getAsLong();
    if (pending != 0) {
      sentWhilePending(now, openNow);
    }
    RequestPace last = pace;
    pace = current == null ? last.sent(now, openNow) : last.sentInBurst(now, openNow);
  }

  private synchronized void sentWhilePending(long now, int openNow) {
    settleIfSent(now, openNow - 1);
    if (pending == 0) {
      return;
    }
    sentSince++;
    Burst burst = current;
    if (openNow > level && burst != null) {
      hasBegun = true;
      burst.begin = share == 0 ? now : burst.begin;
      share = Math.max(share, pending);
    }
  }

  /** Called when the response, or the failure, of a request or call is there. */
  public void ended() {
    int openNow = open.decrementAndGet();
    if (current != null) {
      endIfOver(openNow);
    }
  }

  private synchronized void endIfOver(int openNow) {
    long now = clock.getAsLong();
    settleIfSent(now, openNow);
    if (pending == 0 && (openNow <= level || now - latestEnd >= 0)) {
      end(now);
    }
  }

  /** Decides how long the burst of the pending standstill may last, once it has been sent. */
  private void settleIfSent(long now, int openNow) {
    if (pending == 0 || now - standstillEnd < SENDING) {
      return;
    }
    long idleNow = hasBegun ? idleTime(now, openNow) : 0;
    pending = 0;
    if (idleNow >= SHORTEST_STANDSTILL) {
      long end = standstillEnd + LONGEST * idleNow;
      latestEnd = idle == 0 ? end : Math.max(latestEnd, end);
      idle = Math.max(idle, idleNow);
      late += idleNow;
    }
    share = idle;
    if (idle == 0) {
      end(now);
    }
  }

  /**
   * The time in which the service had less to do than usually because of the pending standstill,
   * from the responses that are missing.
   */
  private long idleTime(long now, int openNow) {
    long time = Math.max(pending, now - before.lastSent());
    OptionalDouble usual = before.responsesIn(time);
    if (usual.isEmpty()) {
      return pendingLate;
    }
    int responses = before.lastOpen() + sentSince - openNow;
    double missing = usual.getAsDouble() - responses;
    return missing < LEAST_MISSING
        ? 0
        : Math.min(pendingLate, (long) (time * missing / usual.getAsDouble()));
  }

  private void end(long now) {
    Burst burst = current;
    if (burst != null && burst.begin != 0) {
      burst.length = Math.max(share, now - burst.begin);
    }
    current = null;
    share = 0;
    idle = 0;
    late = 0;
    blamed = 0;
  }

  /** The burst in which a request is sent now; null if there is none. */
  public @Nullable Burst current() {
    return current;
  }

  /**
   * How much of the time of a response that comes now may be due to a burst, in nanoseconds; 0 if
   * there is none.
   *
   * @param sentIn the burst in which its request was sent, which may be over; null if there was
   *     none
   */
  public long share(@Nullable Burst sentIn) {
    Burst burst = current;
    long most = share;
    return most != 0 && burst != null
        ? Math.max(most, clock.getAsLong() - burst.begin)
        : sentIn == null ? 0 : sentIn.length;
  }

  /**
   * The longest standstill whose burst is not over, without the time in which the service worked as
   * usually, in nanoseconds; 0 if there is none.
   */
  public long standstill() {
    return share;
  }

  /** Whether a failure that comes now may be due to the burst. Called once for each failure. */
  public boolean tryBlame() {
    return share != 0 && tryBlameOnBurst();
  }

  private synchronized boolean tryBlameOnBurst() {
    long time = late + (pending != 0 && hasBegun ? pendingLate : 0);
    return share != 0 && blamed++ < pace.requestsIn(time);
  }
}
