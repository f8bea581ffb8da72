package dev.onrush.internal.gatling.http.open;

import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.metrics.recording.Recorder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A request without an answer so far, linked with the other open requests of its event loop. */
public abstract class OpenRequest {
  private @Nullable Lane lane;
  private @Nullable OpenRequest before;
  private @Nullable OpenRequest after;

  /**
   * Records that the request had no answer by {@code now}, on Gatling's clock. Called on its event
   * loop.
   */
  public abstract void unanswered(Recorder recorder, long now);

  /** Whether the request has been recorded as unanswered, so that an answer no longer counts. */
  public final boolean isRecordedUnanswered() {
    Lane of = lane;
    return of != null && of.recorded;
  }

  /**
   * Called when the answer, or the failure of the request, is there. A second call has no effect.
   *
   * @param served whether the service has done its work, instead of refusing the request
   * @return whether the answer counts; false if the request has been recorded as unanswered
   */
  public final boolean tryEnd(boolean served) {
    Lane of = lane;
    if (of == null) {
      return true;
    }
    if (!of.remove(this, served)) {
      return false;
    }
    lane = null;
    return true;
  }

  /** The open requests of one event loop. Only that loop changes them. */
  static final class Lane {
    private final StandstillBursts bursts;
    private @Nullable OpenRequest first;
    private volatile int open;

    /** Whether the unanswered requests are recorded, by the event loop or on its behalf. */
    private volatile boolean recorded;

    /**
     * The number of requests that were recorded on behalf of the event loop; guarded by {@code
     * this}.
     */
    private int number;

    Lane(StandstillBursts bursts) {
      this.bursts = bursts;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    void add(OpenRequest request) {
      request.lane = this;
      request.after = first;
      if (first != null) {
        first.before = request;
      }
      first = request;
      open++;
      bursts.sent();
    }

    /** Removes a request. Returns false if it has been recorded as unanswered. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean remove(OpenRequest request, boolean served) {
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
      bursts.ended(served);
      // Another thread may record the number of open requests at this moment. It sets "recorded"
      // before it reads the number. So if "recorded" is not set here, the number has not been read
      // yet.
      return !recorded || !isInNumber();
    }

    /** Whether the recorded number includes the request that was removed last. */
    private synchronized boolean isInNumber() {
      return number > open;
    }

    /** The number of open requests, for any thread. */
    int open() {
      return open;
    }

    /**
     * Records each open request, unless their number is already recorded. Called on the event loop.
     */
    synchronized void recordEach(Consumer<OpenRequest> each) {
      if (!recorded) {
        recorded = true;
        for (OpenRequest request = first; request != null; request = request.after) {
          each.accept(request);
        }
      }
    }

    /** Records the number of open requests, unless the event loop has recorded each of them. */
    synchronized void recordNumber(IntConsumer recorder) {
      if (!recorded) {
        recorded = true;
        number = open;
        recorder.accept(number);
      }
    }
  }
}
