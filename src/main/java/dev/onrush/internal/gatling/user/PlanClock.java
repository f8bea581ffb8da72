package dev.onrush.internal.gatling.user;

import dev.onrush.plan.UserSchedule;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The time of a run and who is due by it, for all user classes of one flow. While it is paused,
 * users wait; each goes on as long after the pause as it had come into it, so that a pause changes
 * nothing but the time of day.
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

  /** The run's start is at this moment of {@link System#nanoTime}. */
  public void beginAt(long nanoTime) {
    zero = nanoTime;
  }

  public Duration elapsed() {
    return at(System.nanoTime());
  }

  /** The time of the run at this moment of {@link System#nanoTime}. */
  Duration at(long nanoTime) {
    return Duration.ofNanos(nanoTime - zero);
  }

  /** The moment of {@link System#nanoTime} at this time of the run. */
  public long nanoTime(Duration elapsed) {
    return zero + elapsed.toNanos();
  }

  public UserSchedule schedule() {
    return schedule;
  }

  public boolean paused() {
    return pausedAt != GOING;
  }

  /** Another crowd from now on, and whether the plan's clock stands still. */
  public void follow(UserSchedule other, boolean paused) {
    schedule = other;
    if (paused && pausedAt == GOING) {
      pausedAt = at(System.nanoTime()).toNanos();
    } else if (!paused && pausedAt != GOING) {
      pausedAt = GOING;
      release();
    }
  }

  /** Whether a user has to wait; {@code again} is called on its event loop when the pause ends. */
  public boolean holdsUp(EventLoop eventLoop, Runnable again) {
    long since = pausedAt;
    if (since == GOING) {
      return false;
    }
    waiting.add(new Waiting(eventLoop, again, elapsed().toNanos() - since));
    if (pausedAt == GOING) {
      release(); // it has ended meanwhile
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
