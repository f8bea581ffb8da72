package dev.onrush.internal.export;

import dev.onrush.internal.run.TimedWait;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that one thread pushes to a monitoring system, and the count of those that did not
 * arrive. Only the newest waits: as its figures are sums since the run's start, the next one to
 * arrive makes up for all that did not. Thread-safe.
 */
final class Pushes {

  private @Nullable MetricsSnapshot waiting;
  private boolean pushing;
  private boolean closed;
  private long offered;
  private long failed;
  private long overtaken;
  private String failure = "";
  private boolean lastArrived;

  /** Takes a newer snapshot, in the place of one that still waits. */
  synchronized void offer(MetricsSnapshot snapshot) {
    if (waiting != null) {
      overtaken++;
    }
    waiting = snapshot;
    offered++;
    notifyAll();
  }

  /**
   * Waits for the next snapshot to push; null when there will be none.
   *
   * @param begun is called before anybody sees that the snapshot has been taken
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
   * What was pushed has arrived, or not.
   *
   * @param why it did not, without secrets; empty if it did
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

  /** Waits until nothing is on its way, at most so long; whether that is so. */
  synchronized boolean settle(Duration timeout) {
    return new TimedWait(timeout).until(this, () -> !pushing && waiting == null);
  }

  /** Pushes the last snapshot; what has not arrived after so long counts as missed. */
  synchronized void end(MetricsSnapshot last, Duration timeout) {
    offer(last);
    if (!settle(timeout)) {
      // The one at work, and the one that waits for it.
      failed += pushing ? 1 : 0;
      overtaken += waiting == null ? 0 : 1;
      failure = failure.isEmpty() ? "no answer within " + Quantity.duration(timeout) : failure;
      close();
    }
  }

  /** There is nothing to push any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized long offered() {
    return offered;
  }

  synchronized long missed() {
    return failed + overtaken;
  }

  synchronized boolean hasLastArrived() {
    return lastArrived;
  }

  /** Why some did not arrive, as the end of a sentence; empty if all did. */
  synchronized String why() {
    return (failed == 0 ? "" : "; " + failed + " failed, the first with " + failure)
        + (overtaken == 0
            ? ""
            : "; " + overtaken + " were skipped, since the previous one took too long");
  }

  /**
   * A note for the result; none if all arrived.
   *
   * @param what was pushed and where to
   */
  synchronized List<String> troubles(String what) {
    return missed() == 0
        ? List.of()
        : List.of(missed() + " of " + offered + " " + what + " did not arrive" + why());
  }
}
