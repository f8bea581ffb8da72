package dev.onrush.internal.export;

import dev.onrush.internal.concurrent.TimedWait;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that one thread pushes to a monitoring system, and the count of the snapshots that
 * did not arrive. Only the newest snapshot waits: its figures are sums since the start of the run,
 * so the next one to arrive makes up for all that did not. Thread-safe.
 */
final class Pushes {

  private @Nullable MetricsSnapshot waiting;
  private boolean pushing;
  private boolean closed;
  private long offered;
  private long failed;
  private long replaced;
  private String failure = "";
  private boolean lastArrived;

  /** Takes a newer snapshot, which replaces one that still waits. */
  synchronized void offer(MetricsSnapshot snapshot) {
    if (waiting != null) {
      replaced++;
    }
    waiting = snapshot;
    offered++;
    notifyAll();
  }

  /**
   * Waits for the next snapshot to push; returns null if there will be no more.
   *
   * @param begun is called before other threads can see that the snapshot has been taken
   */
  synchronized @Nullable MetricsSnapshot next(Runnable begun) throws InterruptedException {
    while (waiting == null && !closed) {
      wait();
    }
    MetricsSnapshot next = closed ? null : waiting;
    if (next != null) {
      waiting = null;
      pushing = true;
      begun.run();
    }
    return next;
  }

  /**
   * Records whether a pushed snapshot has arrived.
   *
   * @param why the reason why it did not arrive, without secrets; empty if it did
   */
  synchronized void done(MetricsSnapshot snapshot, String why) {
    pushing = false;
    if (closed) {
      return; // counted as missed already
    }
    if (why.isEmpty()) {
      lastArrived |= snapshot.last();
    } else {
      failed++;
      failure = failure.isEmpty() ? why : failure;
    }
    notifyAll();
  }

  /**
   * Waits until no snapshot waits or is being pushed, at most for the given time; returns whether
   * this is so.
   */
  synchronized boolean settle(Duration timeout) {
    return new TimedWait(timeout).until(this, () -> !pushing && waiting == null);
  }

  /**
   * Waits for the last snapshot; snapshots that have not arrived within the time limit count as
   * missed.
   */
  synchronized void end(TimeLimit limit) {
    if (!settle(limit.left())) {
      // The push in progress, and the snapshot that waits for it.
      failed += pushing ? 1 : 0;
      replaced += waiting == null ? 0 : 1;
      failure =
          failure.isEmpty() ? "no response within " + Quantity.duration(limit.whole()) : failure;
      close();
    }
  }

  /** Ends the pushes: no snapshot is pushed any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized long offered() {
    return offered;
  }

  synchronized long missed() {
    return failed + replaced;
  }

  synchronized boolean hasLastArrived() {
    return lastArrived;
  }

  /** Returns why some snapshots did not arrive, as the end of a sentence; empty if all arrived. */
  synchronized String why() {
    return (failed == 0 ? "" : "; " + failed + " failed, the first with " + failure)
        + (replaced == 0
            ? ""
            : "; "
                + replaced
                + (replaced == 1 ? " was" : " were")
                + " skipped, because the previous one took too long");
  }

  /**
   * Returns a note for the result; an empty list if all snapshots arrived.
   *
   * @param one what was pushed and where to, in the singular
   * @param many the same in the plural
   */
  synchronized List<String> notes(String one, String many) {
    return missed() == 0
        ? List.of()
        : List.of(
            missed()
                + " of "
                + offered
                + " "
                + (offered == 1 ? one : many)
                + " did not arrive"
                + why());
  }
}
