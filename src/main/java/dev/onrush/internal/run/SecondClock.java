package dev.onrush.internal.run;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The clock of a run, with a thread that calls the run at each whole second. Tests use a subclass
 * without this thread.
 */
class SecondClock {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long zero;

  /** The current time in nanoseconds; never goes back. */
  long nanos() {
    return System.nanoTime();
  }

  /** Starts the thread that runs {@code ticks}. */
  void launch(Runnable ticks) {
    Thread thread = new Thread(ticks, "onrush-intervals");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Starts the clock.
   *
   * @param ago how long ago the run's first second began
   * @param beat called at each whole second; returns whether the run goes on; must not throw
   */
  void start(Duration ago, BooleanSupplier beat) {
    zero = nanos() - ago.toNanos();
    launch(() -> tick(beat));
  }

  /** The time since the run's first second began. */
  Duration elapsed() {
    return Duration.ofNanos(nanos() - zero);
  }

  /**
   * Converts a value of {@link #nanos} into the time since the run's first second began, at least
   * zero. In milliseconds, as in the log.
   */
  Duration at(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - zero)).truncatedTo(ChronoUnit.MILLIS);
  }

  /** Stops the clock: no further call of {@code beat} starts. */
  void stop() {
    over.countDown();
  }

  private void tick(BooleanSupplier beat) {
    for (int n = 1; !awaitUntil(INTERVAL.multipliedBy(n)) && beat.getAsBoolean(); n++) {
      // After a freeze, continue from now: one interval that covers the freeze is more accurate
      // than a burst of empty ones.
      n = Math.max(n, (int) (elapsed().toNanos() / INTERVAL.toNanos()));
    }
  }

  /**
   * Waits until {@code moment}; returns whether the clock was stopped or interrupted before that.
   */
  private boolean awaitUntil(Duration moment) {
    try {
      return over.await(moment.minus(elapsed()).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
