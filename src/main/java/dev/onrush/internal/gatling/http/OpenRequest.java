package dev.onrush.internal.gatling.http;

import dev.onrush.internal.metrics.recording.Recorder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A request that is open; linked with the others of its event loop. */
abstract class OpenRequest {
  private @Nullable Lane lane;
  private @Nullable OpenRequest before;
  private @Nullable OpenRequest after;

  /** Records that it had no answer by {@code now}, on Gatling's clock; on its event loop. */
  abstract void unanswered(Recorder recorder, long now);

  /** Whether it is recorded as one without an answer, so that an answer counts no more. */
  final boolean isLeft() {
    Lane of = lane;
    return of != null && of.recorded;
  }

  /**
   * Its answer, or its failure, is there; a second call changes nothing.
   *
   * @return whether the answer counts; false if it is recorded as one without an answer
   */
  final boolean answered() {
    Lane of = lane;
    if (of == null) {
      return true;
    }
    if (!of.remove(this)) {
      return false;
    }
    lane = null;
    return true;
  }

  /** The open requests of one event loop, which alone changes them. */
  static final class Lane {
    private @Nullable OpenRequest first;
    private volatile int open;

    /** Whether those without an answer are recorded, by the event loop or in its place. */
    private volatile boolean recorded;

    /** How many have been recorded as a number; under the monitor. */
    private int number;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    void add(OpenRequest request) {
      request.lane = this;
      request.after = first;
      if (first != null) {
        first.before = request;
      }
      first = request;
      open++;
    }

    /** Removes one; false if it is recorded as one without an answer. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean remove(OpenRequest request) {
      if (recorded) {
        return false;
      }
      if (request.before == null) {
        first = request.after;
      } else {
        request.before.after = request.after;
      }
      if (request.after != null) {
        request.after.before = request.before;
      }
      request.before = null;
      request.after = null;
      open--;
      // Another thread may record the number of them at this moment. It sets "recorded" before it
      // reads the number, so that it has not read it yet where that is not set.
      return !recorded || !isInNumber();
    }

    /** Whether the number that was recorded has the request that was removed last. */
    private synchronized boolean isInNumber() {
      return number > open;
    }

    /** How many are open, for any thread. */
    int open() {
      return open;
    }

    /** Records each, unless their number is recorded already; on its event loop. */
    synchronized void recordEach(Consumer<OpenRequest> each) {
      if (!recorded) {
        recorded = true;
        for (OpenRequest request = first; request != null; request = request.after) {
          each.accept(request);
        }
      }
    }

    /** Records their number, unless the event loop has recorded each. */
    synchronized void recordNumber(IntConsumer recorder) {
      if (!recorded) {
        recorded = true;
        number = open;
        recorder.accept(number);
      }
    }
  }
}
