package dev.onrush.internal.gatling.loop;

import org.jspecify.annotations.Nullable;

/**
 * How much of one request's time may be the generator's own: what its event loop took from the
 * begin of sending until the request was with the system, and for how long each part of the answer
 * may have waited for the loop. Never more than the time itself. All times are in nanoseconds.
 */
public final class OwnShare {

  /** The request was not sent on an event loop that is timed. */
  public static final long UNKNOWN = -1;

  private final @Nullable LoopTimes loop;
  private long sent;
  private long ownBefore;
  private boolean written;

  /** Whether it is written, and not known to be with the system. */
  private boolean leaving;

  /** All before is attributed. */
  private long until;

  private long share;

  public OwnShare(@Nullable LoopTimes loop) {
    this.loop = loop;
  }

  public void sending(long now) {
    sent = now;
    until = now;
    ownBefore = loop == null ? 0 : loop.own(now);
  }

  /**
   * The request was written. Where a connection was opened before, each of its round trips may have
   * waited for the loop, so that all counts in which the loop did not sleep.
   */
  public void written(long now) {
    if (loop == null) {
      return;
    }
    if (written) {
      event(now);
    } else {
      written = true;
      share =
          loop.lastReturn() <= sent ? now - sent : Math.min(now - sent, loop.own(now) - ownBefore);
      until = now;
    }
    leaving = true;
    ownBefore = loop.own(now);
  }

  /**
   * The call that wrote the request, if it was written, has returned. What is not with the system
   * by then goes on whenever the loop finds room for it, and each time may have waited: until the
   * answer all counts in which the loop did not sleep.
   *
   * @param whole whether all of the request is with the system
   */
  public void handedOver(long now, boolean whole) {
    if (loop == null || !leaving) {
      return;
    }
    share += now - until;
    until = now;
    leaving = !whole;
    ownBefore = loop.own(now);
  }

  /** A part of the answer is at hand. */
  public void event(long now) {
    if (loop == null) {
      return;
    }
    if (!written) {
      written(now);
      return;
    }
    share +=
        leaving
            ? Math.min(now - until, loop.own(now) - ownBefore)
            : Math.max(0, now - Math.max(until, loop.servedSince()));
    leaving = false;
    until = now;
  }

  /** All so far; {@link #UNKNOWN} where nobody knows. */
  public long nanos() {
    return loop == null ? UNKNOWN : share;
  }
}
