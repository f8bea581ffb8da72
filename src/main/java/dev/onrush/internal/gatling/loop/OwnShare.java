package dev.onrush.internal.gatling.loop;

import org.jspecify.annotations.Nullable;

/**
 * Computes how much of one request's time may be the generator's own share: the time that its event
 * loop took from the start of sending until the operating system had the request, and the time for
 * which each part of the answer may have waited for the loop. The share never exceeds the time
 * itself. All times are in nanoseconds.
 */
public final class OwnShare {

  /** The share of a request that was not sent on a timed event loop. */
  public static final long UNKNOWN = -1;

  private final @Nullable LoopTimes loop;
  private boolean begun;

  /** Whether the request is being sent and the operating system may not yet have all of it. */
  private boolean leaving;

  /** The moment up to which the time has been attributed. */
  private long until;

  /** The loop's own time up to {@link #until}. */
  private long ownUntil;

  private long share;

  public OwnShare(@Nullable LoopTimes loop) {
    this.loop = loop;
  }

  /**
   * Called when the request is about to be sent: for the first time, or again on another
   * connection.
   */
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
   * Called when the request was written. If a connection was opened before, each of its round trips
   * may have waited for the loop, so all time in which the loop did not sleep is counted. The same
   * applies if the request is written again without another call of {@link #sending}, as over
   * HTTP/2.
   */
  public void written(long now) {
    if (loop == null) {
      return;
    }
    attribute(loop, now, true);
    leaving = true;
  }

  /**
   * Called when the call that wrote the request has returned. The loop sends the rest whenever
   * there is room for it, and each part may have waited. So until the answer comes, all time in
   * which the loop did not sleep is counted.
   *
   * @param whole whether the operating system has all of the request
   */
  public void handedOver(long now, boolean whole) {
    if (loop == null || !leaving) {
      return;
    }
    attribute(loop, now, true);
    leaving = !whole;
  }

  /** Called when a part of the answer has been read. */
  public void event(long now) {
    if (loop == null) {
      return;
    }
    attribute(loop, now, leaving);
    leaving = false;
  }

  /**
   * Returns what the share would be if the answer were read now; {@link #UNKNOWN} if it is not
   * known.
   */
  public long nanosAt(long now) {
    return loop == null ? UNKNOWN : share + since(loop, now, leaving);
  }

  /** Attributes the time since {@link #until}. */
  private void attribute(LoopTimes of, long now, boolean allButSleep) {
    share += since(of, now, allButSleep);
    until = now;
    ownUntil = of.own(now);
  }

  /**
   * Returns the share in the time since {@link #until}: all of it except the loop's sleep, or only
   * what the answer may have waited to be read.
   */
  private long since(LoopTimes of, long now, boolean allButSleep) {
    return allButSleep
        ? Math.min(now - until, of.own(now) - ownUntil)
        : Math.max(0, now - Math.max(until, of.servedSince()));
  }

  /** The share so far; {@link #UNKNOWN} if it is not known. */
  public long nanos() {
    return loop == null ? UNKNOWN : share;
  }
}
