package dev.onrush.internal.gatling.http;

import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.Clock;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests that have been sent and have no answer yet, and the gate that each goes
 * through. When the gate is closed, nothing is sent any more.
 *
 * <p>Each event loop keeps its own requests, so that to add and to remove one takes no lock.
 */
public final class OpenRequests {

  private static final long LOOK = Duration.ofMillis(2).toNanos();

  /** An event loop that does not answer by then is blocked by a function of the script. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final Recorder recorder;
  private final Clock clock;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Lane> lane =
      ThreadLocal.withInitial(
          () -> {
            Lane made = new Lane();
            lanes.add(made);
            return made;
          });
  private volatile boolean closed;

  public OpenRequests(Recorder recorder, Clock clock) {
    this.recorder = recorder;
    this.clock = clock;
  }

  /** A request that is open; linked with the others of its event loop. */
  abstract static class Open {
    private @Nullable Lane lane;
    private @Nullable Open before;
    private @Nullable Open after;

    /** Records that it had no answer by {@code now}, on Gatling's clock; on its event loop. */
    abstract void unanswered(Recorder recorder, long now);

    /** Whether it is recorded as one without an answer, so that an answer counts no more. */
    final boolean isLeft() {
      Lane of = lane;
      return of != null && of.recorded;
    }

    /** Its answer, or its failure, is there; a second call changes nothing. */
    final void answered() {
      Lane of = lane;
      if (of != null) {
        lane = null;
        of.remove(this);
      }
    }
  }

  /** Those of one event loop, which alone changes them. */
  private static final class Lane {
    private @Nullable Open first;
    private volatile int open;

    /** Whether those without an answer are recorded, by the event loop or in its place. */
    private volatile boolean recorded;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    void add(Open request) {
      request.lane = this;
      request.after = first;
      if (first != null) {
        first.before = request;
      }
      first = request;
      open++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void remove(Open request) {
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
    }

    /** Records each, unless their number is recorded already; on its event loop. */
    synchronized void recordEach(Consumer<Open> each) {
      if (!recorded) {
        recorded = true;
        for (Open request = first; request != null; request = request.after) {
          each.accept(request);
        }
      }
    }

    /** Records their number, unless the event loop has recorded each. */
    synchronized void recordNumber(IntConsumer number) {
      if (!recorded) {
        recorded = true;
        number.accept(open);
      }
    }
  }

  /** Whether it may be sent; on its event loop. */
  boolean enter(Open request) {
    if (closed) {
      return false;
    }
    lane.get().add(request);
    return true;
  }

  /** Whether nothing is sent any more. */
  boolean isClosed() {
    return closed;
  }

  /** Nothing is sent from now on, once the event loops have done what they are at. */
  public void close(EventLoopGroup loops) {
    closed = true;
    onEach(loops, () -> {});
  }

  /** Waits until all are answered, at most so long. */
  public void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (count() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Records all that have no answer. */
  public void recordUnanswered(EventLoopGroup loops) {
    onEach(
        loops,
        () -> lane.get().recordEach(request -> request.unanswered(recorder, clock.nowMillis())));
    // Of a loop that is blocked, only their number is known. It may go on at any moment.
    for (Lane of : lanes) {
      of.recordNumber(
          number -> {
            for (int n = number; n > 0; n--) {
              recorder.unanswered("", "", "(on a blocked event loop)", clock.nowMillis(), 0);
            }
          });
    }
  }

  private int count() {
    return lanes.stream().mapToInt(of -> of.open).sum();
  }

  private static void onEach(EventLoopGroup loops, Runnable task) {
    int running = 0;
    for (EventExecutor unused : loops) {
      running++;
    }
    CountDownLatch done = new CountDownLatch(running);
    for (EventExecutor loop : loops) {
      try {
        loop.execute(
            () -> {
              try {
                task.run();
              } finally {
                done.countDown();
              }
            });
      } catch (RejectedExecutionException e) {
        done.countDown(); // it is shut down
      }
    }
    try {
      boolean unused = done.await(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
