package dev.onrush.internal.cluster.message;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until a condition holds. */
public final class Until {

  private static final long DEADLINE = 30_000_000_000L;

  private Until() {}

  public static void so(String what, BooleanSupplier is) {
    long end = System.nanoTime() + DEADLINE;
    while (!is.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
