package dev.onrush.reference.http;

import dev.onrush.reference.settings.Latency;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings.Faults;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** What goes wrong on purpose: latency, stalls, errors and leaks. */
final class Troubles {

  private final LiveSettings settings;
  private final Queue<byte[]> leaked = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();

  Troubles(LiveSettings settings) {
    this.settings = settings;
  }

  /** How long a request that comes now has to wait, in nanoseconds. */
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
   * Until the end of the stall in which {@code elapsed} lies; stalls stand at the end of periods.
   */
  static long stall(Faults faults, long elapsed) {
    long every = faults.stallEvery().toNanos();
    long left = every - Math.floorMod(elapsed, every);
    return left <= faults.stallFor().toNanos() ? left : 0;
  }

  /** Keeps some of the heap. */
  void leak() {
    int kilobytes = settings.current().faults().leak();
    if (kilobytes > 0) {
      leaked.add(new byte[kilobytes * 1024]);
    } else if (!leaked.isEmpty()) {
      leaked.clear();
    }
  }

  /** Asks for a full collection, during which everything stands still. */
  void collect() {
    if (settings.current().faults().collect()) {
      System.gc();
    }
  }

  /** Whether the next request fails. */
  void fail() throws HttpError {
    double rate = settings.current().faults().errorRate();
    if (rate > 0 && ThreadLocalRandom.current().nextDouble() < rate) {
      throw new HttpError(500, "failed on purpose, as faults.error-rate says");
    }
  }
}
