package dev.onrush.internal.launch.target;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Prints now and then that a step takes long, on its own daemon thread, until it is closed. */
final class WaitNotice implements AutoCloseable {

  /** How many times as long as the first pause each further one is. */
  private static final int FURTHER = 6;

  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Starts the notice of one step.
   *
   * @param what the step, as shown after "waiting for"
   * @param atMost how the wait ends, as the end of the line
   * @param first the time until the first line; further lines follow more slowly
   * @param to prints a line
   */
  WaitNotice(String what, String atMost, Duration first, Consumer<String> to) {
    Thread thread = new Thread(() -> print(what, atMost, first, to), "onrush-wait-notice");
    thread.setDaemon(true);
    thread.start();
  }

  private void print(String what, String atMost, Duration first, Consumer<String> to) {
    long begun = System.nanoTime();
    try {
      for (Duration pause = first;
          !over.await(pause.toNanos(), TimeUnit.NANOSECONDS);
          pause = first.multipliedBy(FURTHER)) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        to.accept(
            "Still waiting for "
                + what
                + " after "
                + Quantity.duration(Duration.ofSeconds(waited.toSeconds()))
                + "; "
                + atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits for the lines
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
