package dev.onrush.internal.gatling.loop;

import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.Clock;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sets a timer on each of Gatling's event loops, again and again, and records its delay. A blocking
 * step in a chain, such as a sleep or a database call in {@code exec}, delays all users of its
 * loop, and their response times with them.
 */
public final class LoopWatch {

  private static final long TICK_MILLIS = 100;

  private LoopWatch() {}

  /** Starts to watch the loops, until they are shut down. */
  public static void start(
      EventLoopGroup loops, Clock clock, Recorder recorder, Consumer<String> troubles) {
    for (EventExecutor loop : loops) {
      next(loop, clock, recorder, troubles);
    }
  }

  private static void next(
      EventExecutor loop, Clock clock, Recorder recorder, Consumer<String> troubles) {
    if (loop.isShuttingDown()) {
      return;
    }
    long due = clock.nowMillis() + TICK_MILLIS;
    var unused =
        loop.schedule(
            () -> {
              try {
                recorder.eventLoop(due, Math.max(due, clock.nowMillis()));
              } catch (Throwable e) {
                troubles.accept("an event loop could not be watched (" + e + ")");
              }
              next(loop, clock, recorder, troubles);
            },
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
