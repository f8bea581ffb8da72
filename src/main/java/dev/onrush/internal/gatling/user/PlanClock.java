package dev.onrush.internal.gatling.user;

import dev.onrush.plan.UserSchedule;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The clock and the schedule of a flow, shared by its user classes. While it is paused, users wait.
 * After the pause, each user waits as long as the time from the start of the pause until it began
 * to wait, so that a pause changes nothing but the time of day.
 */
public final class PlanClock {

  private static final long GOING = -1;

  private record Waiting(EventLoop eventLoop, Runnable again, long nanosIntoThePause) {}

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private volatile UserSchedule schedule;
  private volatile long zero = System.nanoTime();
  private volatile long pausedAt = GOING;

  public PlanClock(UserSchedule schedule) {
    this.schedule = schedule;
  }

  /** Sets the run's start, as a value of {@link System#nanoTime}. */
  public void beginAt(long nanoTime) {
    zero = nanoTime;
  }

  public Duration elapsed() {
    return at(System.nanoTime());
  }

  /** The time of the run at a value of {@link System#nanoTime}. */
  Duration at(long nanoTime) {
    return Duration.ofNanos(nanoTime - zero);
  }

  /** The value of {@link System#nanoTime} at a time of the run. */
  public long nanoTime(Duration elapsed) {
    return zero + elapsed.toNanos();
  }

  public UserSchedule schedule() {
    return schedule;
  }

  public boolean paused() {
    return pausedAt != GOING;
  }

  /** Sets another schedule from now on, and whether the clock is paused. */
  public void follow(UserSchedule other, boolean paused) {
    schedule = other;
    if (paused && pausedAt == GOING) {
      pausedAt = at(System.nanoTime()).toNanos();
    } else if (!paused && pausedAt != GOING) {
      pausedAt = GOING;
      release();
    }
  }

  /**
   * Makes a user wait if the clock is paused: returns true, and calls {@code again} on the user's
   * event loop after the pause.
   */
  public boolean deferIfPaused(EventLoop eventLoop, Runnable again) {
    long since = pausedAt;
    if (since == GOING) {
      return false;
    }
    waiting.add(new Waiting(eventLoop, again, elapsed().toNanos() - since));
    if (pausedAt == GOING) {
      release(); // the pause has ended meanwhile
    }
    return true;
  }

  private void release() {
    for (Waiting user = waiting.poll(); user != null; user = waiting.poll()) {
      Future<?> unused =
          user.eventLoop.schedule(
              user.again, Math.max(0, user.nanosIntoThePause), TimeUnit.NANOSECONDS);
    }
  }
}
