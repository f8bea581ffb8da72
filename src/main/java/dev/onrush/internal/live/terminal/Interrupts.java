package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunControl;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Verdict;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Handles Ctrl-C: the first one stops the run gracefully, with its report; the second one ends the
 * process immediately, with a report of what was recorded. It never waits for the run, which may
 * hang.
 */
final class Interrupts {

  private static final String BY = "Ctrl-C";

  private final RunControl control;
  private final Consumer<String> tell;
  private final Runnable end;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Creates a handler that has not been interrupted yet.
   *
   * @param tell receives what happens next, in words
   * @param end ends the process
   */
  Interrupts(RunControl control, Consumer<String> tell, Runnable end) {
    this.control = control;
    this.tell = tell;
    this.end = end;
  }

  /** Returns a handler that ends this process. */
  static Interrupts ofThisProcess(RunControl control, Consumer<String> tell) {
    // The run's shutdown hook then writes the report.
    return new Interrupts(control, tell, () -> System.exit(Verdict.INVALID.exitCode()));
  }

  /** Handles an interrupt. */
  void interrupt() {
    if (count.incrementAndGet() > 1) {
      end.run();
      return;
    }
    Thread stopping = new Thread(this::stop, "onrush-stop");
    stopping.setDaemon(true);
    stopping.start();
    tell.accept(
        "stopping; Ctrl-C again ends the run immediately, with a report of what was recorded");
  }

  private void stop() {
    try {
      control.apply(new Stop(), BY);
    } catch (IllegalArgumentException e) {
      tell.accept(String.valueOf(e.getMessage()));
    }
  }
}
