package dev.onrush.internal.gatling.loop;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The bursts of requests that follow standstills of the generator. What was due meanwhile is sent
 * at once, so a service near its capacity needs time to catch up, and answers later than it would
 * have answered the planned load.
 *
 * <p>No answer comes later because of the burst than by the time since the burst began, or by its
 * whole length once it is over. This is the generator's own share of a response time. (A service
 * that answers in the order in which requests come delays an answer by no more than the length of
 * the standstill; one that handles all requests at the same time may delay all until the end.) If
 * standstills follow each other, a burst may go on for long, but a service with a backlog is not
 * idle in the next standstill: so none delays an answer by more than its own burst can last.
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
 * burst, at most as many may be due to it as requests are usually sent in the time of the
 * standstill.
 *
 * <p>Thread-safe. Without a burst, no lock is taken.
 */
public final class StandstillBursts {

  /** One burst. */
  public static final class Burst {

    /** How long it lasted, in nanoseconds; 0 if it is not over, or there was none. */
    private volatile long length;

    /** How many failures may be due to it; known when it is over. Guarded by the bursts. */
    private long most;

    /** How many failures have been attributed to it, or were too many. Guarded by the bursts. */
    private long blamed;

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

  /**
   * How long a burst that is over still counts. The response that ends it is recorded a moment
   * after its end.
   */
  private static final long LINGERING = TimeUnit.MILLISECONDS.toNanos(20);

  /** With fewer responses that are missing, as many have come as usually. */
  private static final double LEAST_MISSING = 0.5;

  /** The same as a part of the usual number. */
  private static final double LEAST_PART_MISSING = 0.1;

  private final LongConsumer record;
  private final LongSupplier clock;
  private final AtomicInteger open = new AtomicInteger();

  /** The number of requests that were refused, or failed, since the start. */
  private final AtomicInteger refused = new AtomicInteger();

  /** What was usual before the burst. If two threads change it at once, one change is lost. */
  private volatile RequestPace pace = RequestPace.UNKNOWN;

  /** The burst that is not over, or of a standstill that has just ended; null if there is none. */
  private volatile @Nullable Burst current;

  // The fields below are guarded by this, as are changes of the current burst.

  /** Whether more requests than usually have been open since the burst's first standstill. */
  private boolean isOn;

  private long begin;
  private long latestEnd;

  /** The number of open requests above which there is a burst. */
  private long level;

  /** When no more requests than usually were open for the first time; 0 if more always were. */
  private long calmSince;

  /** The longest idle time of the service in the burst, without the pending standstill. */
  private long idle;

  /** The time for which requests have come late, without the pending standstill. */
  private long late;

  /**
   * The length of the standstill that has just ended, while its burst is sent; 0 afterwards. If
   * others follow meanwhile, the length of the longest.
   */
  private long pending;

  /** When the first pending standstill ended. */
  private long pendingSince;

  /** When the burst of the pending standstill has been sent, if nothing else that is late comes. */
  private long allSentAt;

  /** The time for which requests have come late because of the pending standstill. */
  private long pendingLate;

  /** Whether more requests than usually have been open since the pending standstill. */
  private boolean pendingIsOn;

  /** The pace before the pending standstill. */
  private RequestPace before = RequestPace.UNKNOWN;

  /** How many requests have been sent since the pending standstill. */
  private int sentSince;

  /** When the generator last stood still. */
  private long standstillEnd;

  /** Creates the bursts of a generator that are recorded nowhere. */
  public StandstillBursts() {
    this(nanos -> {});
  }

  /**
   * Creates the bursts of a generator.
   *
   * @param record receives the time since a burst began, in nanoseconds, whenever a request is sent
   *     or has ended in it
   */
  public StandstillBursts(LongConsumer record) {
    this(record, System::nanoTime);
  }

  /** With a clock in nanoseconds. */
  StandstillBursts(LongConsumer record, LongSupplier clock) {
    this.record = record;
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
      long now = update(open.get());
      boolean isFirst = current == null;
      if (pending == 0) {
        before = pace;
        sentSince = 0;
        pendingLate = 0;
        pendingSince = now;
        allSentAt = now + SENDING;
      }
      if (nanos > SENDING && now - nanos - pendingSince <= 0) {
        // It was due in the first pending standstill, so the burst is still being sent.
        allSentAt = now + SENDING;
      }
      if (isFirst) {
        level = Math.round(before.open());
        calmSince = now;
        current = new Burst();
      }
      pendingLate += isFirst ? nanos : Math.min(nanos, now - standstillEnd);
      pending = Math.max(pending, nanos);
      standstillEnd = now;
    }
  }

  /** Called when a request, or a call, is about to be sent. */
  public void sent() {
    int openNow = open.incrementAndGet();
    if (current != null) {
      sentInBurst(openNow);
    } else {
      pace = pace.sent(clock.getAsLong(), openNow, refused.get());
    }
  }

  private synchronized void sentInBurst(int openNow) {
    long now = update(openNow - 1);
    if (current == null) {
      pace = pace.sent(now, openNow, refused.get());
      return;
    }
    pace = pace.sentInBurst(now, openNow, refused.get());
    sentSince++;
    if (pending != 0 && openNow > level) {
      begin = isOn ? begin : now;
      isOn = true;
      pendingIsOn = true;
      calmSince = 0;
    }
    recordIfOn(now);
  }

  /**
   * Called when the response, or the failure, of a request or call is there.
   *
   * @param served whether the service has done its work, instead of refusing the request
   */
  public void ended(boolean served) {
    if (!served) {
      refused.incrementAndGet();
    }
    int openNow = open.decrementAndGet();
    if (current != null) {
      endedInBurst(openNow);
    }
  }

  private synchronized void endedInBurst(int openNow) {
    long now = update(openNow + 1);
    recordIfOn(now);
    if (openNow <= level && calmSince == 0) {
      calmSince = now;
    }
  }

  private void recordIfOn(long now) {
    if (isOn) {
      record.accept(shareAt(now));
    }
  }

  /** How much of the time of a response may be due to the burst that is on. */
  private long shareAt(long now) {
    return Math.min(now - begin, LONGEST * longestIdle());
  }

  /**
   * Ends what is over by now.
   *
   * @param openUntilNow the number of open requests, without an event that happens now
   * @return the present time
   */
  private long update(int openUntilNow) {
    long now = clock.getAsLong();
    if (pending != 0 && now - allSentAt >= 0) {
      settle(allSentAt, openUntilNow);
    }
    long allSent = standstillEnd + SENDING;
    if (pending == 0 && current != null) {
      long over = calmSince == 0 ? latestEnd : Math.min(latestEnd, Math.max(calmSince, allSent));
      if (idle == 0) {
        end(allSentAt);
      } else if (now - over >= LINGERING) {
        end(over);
      }
    }
    return now;
  }

  /** Decides how long the burst of the pending standstill may last, once it has been sent. */
  private void settle(long at, int openNow) {
    long idleNow = pendingIsOn ? idleTime(at, openNow) : 0;
    pending = 0;
    pendingIsOn = false;
    if (idleNow >= SHORTEST_STANDSTILL) {
      long end = standstillEnd + LONGEST * idleNow;
      latestEnd = idle == 0 ? end : Math.max(latestEnd, end);
      idle = Math.max(idle, idleNow);
      late += pendingLate;
    }
  }

  /**
   * The time in which the service had less to do than usually because of the pending standstill,
   * from the responses that are missing.
   */
  private long idleTime(long at, int openNow) {
    long time = Math.max(pending, at - before.lastSent());
    OptionalDouble usual = before.responsesIn(time);
    if (usual.isEmpty()) {
      return pendingLate;
    }
    int refusals = refused.get() - before.lastRefused();
    int served = before.lastOpen() + sentSince - openNow - refusals;
    // In the time of the standstill, it can only have worked at what it already had.
    double missing = usual.getAsDouble() - Math.min(served, before.lastOpen());
    return missing < Math.max(LEAST_MISSING, LEAST_PART_MISSING * usual.getAsDouble())
        ? 0
        : Math.min(pendingLate, (long) (time * missing / usual.getAsDouble()));
  }

  private void end(long at) {
    Burst over = current;
    if (over != null && isOn) {
      over.most = pace.requestsIn(late);
      over.length = idle == 0 ? at - begin : Math.min(at - begin, LONGEST * idle);
    }
    current = null;
    isOn = false;
    idle = 0;
    late = 0;
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
    return duringOrAfter(sentIn, this::shareAt);
  }

  private long duringOrAfter(@Nullable Burst sentIn, LongUnaryOperator during) {
    if (current != null) {
      synchronized (this) {
        long now = update(open.get());
        if (isOn) {
          return during.applyAsLong(now);
        }
      }
    }
    return sentIn == null ? 0 : sentIn.length;
  }

  /**
   * How much more time than usually the service gets for a response, in nanoseconds: the longest
   * standstill whose burst is not over, without the time in which the service worked as usually, or
   * the length of the burst in which the request was sent.
   *
   * @param sentIn the burst in which the request was sent, which may be over; null if there was
   *     none
   */
  public long extraTime(@Nullable Burst sentIn) {
    return duringOrAfter(sentIn, now -> longestIdle());
  }

  private long longestIdle() {
    return Math.max(idle, pendingIsOn ? pending : 0);
  }

  /**
   * Whether a failure that comes now may be due to a burst. Called once for each failure.
   *
   * @param sentIn the burst in which the request was sent, which may be over: a service may refuse
   *     a request some time after it came; null if there was none
   */
  public boolean tryBlame(@Nullable Burst sentIn) {
    return (current != null || sentIn != null) && tryBlameOnBurst(sentIn);
  }

  private synchronized boolean tryBlameOnBurst(@Nullable Burst sentIn) {
    update(open.get());
    Burst now = current;
    if (now != null && isOn) {
      return now.blamed++ < pace.requestsIn(late + (pendingIsOn ? pendingLate : 0));
    }
    return sentIn != null && sentIn != now && sentIn.blamed++ < sentIn.most;
  }
}
