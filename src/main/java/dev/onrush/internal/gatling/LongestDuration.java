package dev.onrush.internal.gatling;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.concurrent.duration.FiniteDuration;

/** The simulation's own longest duration, after which it ends its load. */
final class LongestDuration {

  private final Optional<FiniteDuration> duration;
  private final CountDownLatch over = new CountDownLatch(1);

  /** Creates the duration, which does not run yet; empty for none. */
  LongestDuration(Optional<FiniteDuration> duration) {
    this.duration = duration;
  }

  /**
   * Lets the duration run from now on.
   *
   * @param stop ends the load for the given reason; called on a thread of its own, unless the run
   *     is over before
   */
  void start(Consumer<String> stop) {
    duration.ifPresent(longest -> start(longest, stop));
  }

  private void start(FiniteDuration longest, Consumer<String> stop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!over.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                  stop.accept("maxDuration of " + longest + " reached");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "onrush-max-duration");
    thread.setDaemon(true);
    thread.start();
  }

  /** The run is over. */
  void over() {
    over.countDown();
  }
}
