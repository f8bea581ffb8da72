package dev.onrush.reference.http;

import dev.onrush.reference.settings.Latency;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings.Faults;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Injects faults on purpose: latency, stalls, errors and leaks. */
final class InjectedFaults {

  private final LiveSettings settings;
  private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();

  InjectedFaults(LiveSettings settings) {
    this.settings = settings;
  }

  /** Returns how long a request that arrives now has to wait, in nanoseconds. */
  long delay() {
    Faults faults = settings.current().faults();
    if (faults.areNone()) {
      return 0;
    }
    double latency =
        Math.min(
            faults.latency().millis(ThreadLocalRandom.current()),
            (double) Latency.LONGEST.toMillis());
    return stall(faults, System.nanoTime() - started) + Math.round(latency * 1e6);
  }

  /**
   * Returns the time until the end of the stall that contains {@code elapsed}, in nanoseconds; 0 if
   * there is none. Each period ends with a stall.
   */
  static long stall(Faults faults, long elapsed) {
    long every = faults.stallEvery().toNanos();
    long left = every - Math.floorMod(elapsed, every);
    return left <= faults.stallFor().toNanos() ? left : 0;
  }

  /** Leaks some of the heap, if this is set; otherwise frees what was leaked before. */
  void leak() {
    int kilobytes = settings.current().faults().leak();
    if (kilobytes > 0) {
      leaked.add(new byte[kilobytes * 1024]);
    } else if (!leaked.isEmpty()) {
      leaked.clear();
    }
  }

  /** Requests a full garbage collection, during which the JVM stands still, if this is set. */
  void collect() {
    if (settings.current().faults().collect()) {
      System.gc();
    }
  }

  /** Lets a request fail, at the error rate that is set. */
  void fail() throws HttpError {
    double rate = settings.current().faults().errorRate();
    if (rate > 0 && ThreadLocalRandom.current().nextDouble() < rate) {
      throw new HttpError(500, "failed on purpose, as faults.error-rate says");
    }
  }
}
