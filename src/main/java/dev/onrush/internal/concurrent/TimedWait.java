package dev.onrush.internal.concurrent;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A wait for another thread that is limited to {@code time}. */
public record TimedWait(Duration time) {

  /**
   * Waits until {@code done} returns true. It is checked whenever {@code monitor} is notified. An
   * interruption ends the wait.
   *
   * @param monitor held by the caller
   * @return whether {@code done} returned true
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
