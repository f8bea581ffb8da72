package dev.onrush.internal.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long somebody waits for another thread, at most. */
public record TimedWait(Duration time) {

  /**
   * Waits until {@code done}, which is looked at whenever {@code monitor} is notified; an
   * interruption ends the wait.
   *
   * @param monitor held by the caller
   * @return whether it is done
   */
  public boolean until(Object monitor, BooleanSupplier done) {
    long deadline = System.nanoTime() + time.toNanos();
    while (!done.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        monitor.wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
