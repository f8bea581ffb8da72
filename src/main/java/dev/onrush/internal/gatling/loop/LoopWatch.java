package dev.onrush.internal.gatling.loop;

import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.Clock;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sets a timer on each of Gatling's event loops, again and again, and records its delay. A blocking
 * step in a chain, such as a sleep or a database call in {@code exec}, delays all users of its
 * loop, and their response times with them.
 */
public final class LoopWatch {

  private static final long TICK_MILLIS = 100;

  private final Clock clock;
  private final Recorder recorder;
  private final List<Timer> timers = new CopyOnWriteArrayList<>();

  public LoopWatch(Clock clock, Recorder recorder) {
    this.clock = clock;
    this.recorder = recorder;
  }

  /** Starts to watch the loops, until they are shut down. */
  public void start(EventLoopGroup loops, Consumer<String> troubles) {
    for (EventExecutor loop : loops) {
      Timer timer = new Timer(loop, troubles);
      timers.add(timer);
      timer.next();
    }
  }

  /**
   * Records the delay of each timer that is overdue. Called at the end of the load, because the
   * timer of a loop that is blocked then never fires.
   */
  public void recordOverdue() {
    long now = clock.nowMillis();
    timers.forEach(timer -> timer.recordOverdue(now));
  }

  private final class Timer {
    private final EventExecutor loop;
    private final Consumer<String> troubles;

    /** When the timer is due, in milliseconds. */
    private volatile long due;

    Timer(EventExecutor loop, Consumer<String> troubles) {
      this.loop = loop;
      this.troubles = troubles;
    }

    void next() {
      if (loop.isShuttingDown()) {
        return;
      }
      due = clock.nowMillis() + TICK_MILLIS;
      var unused = loop.schedule(this::fire, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void fire() {
      try {
        recorder.eventLoop(due, Math.max(due, clock.nowMillis()));
      } catch (Throwable e) {
        troubles.accept("an event loop could not be watched (" + e + ")");
      }
      next();
    }

    void recordOverdue(long now) {
      if (now > due) {
        recorder.eventLoop(due, now);
      }
    }
  }
}
