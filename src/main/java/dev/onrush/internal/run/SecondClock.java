package dev.onrush.internal.run;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The time of a run, and the thread that looks at the run at each of its whole seconds. Tests have
 * one of their own, without that thread.
 */
class SecondClock {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long zero;

  /** Never goes back. */
  long nanos() {
    return System.nanoTime();
  }

  /** Lets the seconds begin to tick, on a thread of their own. */
  void launch(Runnable ticks) {
    Thread thread = new Thread(ticks, "onrush-intervals");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Starts it.
   *
   * @param ago how long ago the run's first second began
   * @param beat what is done at each whole second; whether the run goes on. It throws nothing
   */
  void start(Duration ago, BooleanSupplier beat) {
    zero = nanos() - ago.toNanos();
    launch(() -> tick(beat));
  }

  /** Since the run's first second began. */
  Duration elapsed() {
    return Duration.ofNanos(nanos() - zero);
  }

  /**
   * When a moment by {@link #nanos} was, since the run's first second began; none is before that.
   * To the millisecond, as the log keeps it.
   */
  Duration at(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - zero)).truncatedTo(ChronoUnit.MILLIS);
  }

  /** No beat begins from now on. */
  void stop() {
    over.countDown();
  }

  private void tick(BooleanSupplier beat) {
    for (int n = 1; !awaitUntil(INTERVAL.multipliedBy(n)) && beat.getAsBoolean(); n++) {
      // After a freeze, go on from now: an interval that covers it is truer than a burst of empty
      // ones.
      n = Math.max(n, (int) (elapsed().toNanos() / INTERVAL.toNanos()));
    }
  }

  /** Whether the run is over before {@code moment} comes. */
  private boolean awaitUntil(Duration moment) {
    try {
      return over.await(moment.minus(elapsed()).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
