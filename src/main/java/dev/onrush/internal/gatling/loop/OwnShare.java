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
  private boolean begun;

  /** Whether it is being sent, and not known to be with the system. */
  private boolean leaving;

  /** All before is attributed. */
  private long until;

  /** The loop's own time up to then. */
  private long ownUntil;

  private long share;

  public OwnShare(@Nullable LoopTimes loop) {
    this.loop = loop;
  }

  /** The request is about to be sent: the first time, or once more on another connection. */
  public void sending(long now) {
    if (loop == null) {
      return;
    }
    if (begun) {
      event(now);
    }
    begun = true;
    leaving = true;
    until = now;
    ownUntil = loop.own(now);
  }

  /**
   * The request was written. Where a connection was opened before, each of its round trips may have
   * waited for the loop, so that all counts in which the loop did not sleep. The same where it is
   * written once more without another call of {@link #sending}, as over HTTP/2.
   */
  public void written(long now) {
    if (loop == null) {
      return;
    }
    attribute(loop, now, true);
    leaving = true;
  }

  /**
   * The call that wrote the request has returned. What is not with the system by then goes on
   * whenever the loop finds room for it, and each time may have waited: until the answer all counts
   * in which the loop did not sleep.
   *
   * @param whole whether all of the request is with the system
   */
  public void handedOver(long now, boolean whole) {
    if (loop == null || !leaving) {
      return;
    }
    attribute(loop, now, true);
    leaving = !whole;
  }

  /** A part of the answer is at hand. */
  public void event(long now) {
    if (loop == null) {
      return;
    }
    attribute(loop, now, leaving);
    leaving = false;
  }

  /** Attributes what has passed: all but the loop's sleep, or what may have waited to be read. */
  private void attribute(LoopTimes of, long now, boolean allButSleep) {
    long own = of.own(now);
    share +=
        allButSleep
            ? Math.min(now - until, own - ownUntil)
            : Math.max(0, now - Math.max(until, of.servedSince()));
    until = now;
    ownUntil = own;
  }

  /** All so far; {@link #UNKNOWN} where nobody knows. */
  public long nanos() {
    return loop == null ? UNKNOWN : share;
  }
}
