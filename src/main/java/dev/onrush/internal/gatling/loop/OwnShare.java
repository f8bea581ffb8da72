package dev.onrush.internal.gatling.loop;

import org.jspecify.annotations.Nullable;

/**
 * How much of one request's time may be the generator's own: what its event loop took from the
 * begin of sending until the request was written, and for how long each part of the answer may have
 * waited for the loop. Never more than the time itself. All times are in nanoseconds.
 */
public final class OwnShare {

  /** The request was not sent on an event loop that is timed. */
  public static final long UNKNOWN = -1;

  private final @Nullable LoopTimes loop;
  private long sent;
  private long ownBefore;
  private boolean written;

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
      return;
    }
    written = true;
    share =
        loop.lastReturn() <= sent ? now - sent : Math.min(now - sent, loop.own(now) - ownBefore);
    until = now;
  }

  /** The call that wrote the request has returned, by which time it is with the system. */
  public void handedOver(long now) {
    if (loop != null && written) {
      share += now - until;
      until = now;
    }
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
    share += Math.max(0, now - Math.max(until, loop.servedSince()));
    until = now;
  }

  /** All so far; {@link #UNKNOWN} where nobody knows. */
  public long nanos() {
    return loop == null ? UNKNOWN : share;
  }
}
