package dev.onrush.internal.gatling.http.open;

import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.Clock;
import io.gatling.http.client.HttpListener;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The HTTP requests that have been sent and have no answer yet, and the gate through which each
 * request has to pass. When the gate is closed, nothing more is sent, and the messages for which
 * web sockets and streams of server-sent events wait become open requests, too.
 *
 * <p>Each event loop keeps its own requests, so that adding and removing a request takes no lock.
 */
public final class OpenRequests {

  private static final long LOOK = Duration.ofMillis(2).toNanos();

  /**
   * The longest wait for an event loop. A loop that takes longer is blocked by a function of the
   * script.
   */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final Recorder recorder;
  private final Clock clock;
  private final StandstillBursts bursts;
  private final List<OpenRequest.Lane> lanes = new CopyOnWriteArrayList<>();
  private final ThreadLocal<OpenRequest.Lane> lane = ThreadLocal.withInitial(this::newLane);
  private final ThreadLocal<Conversations> conversations =
      ThreadLocal.withInitial(Conversations::new);
  private volatile boolean closed;

  /** Creates the requests of a generator whose standstills are not watched. */
  public OpenRequests(Recorder recorder, Clock clock) {
    this(recorder, clock, new StandstillBursts());
  }

  /**
   * Creates the requests of a run.
   *
   * @param bursts counts the requests that are open
   */
  public OpenRequests(Recorder recorder, Clock clock, StandstillBursts bursts) {
    this.recorder = recorder;
    this.clock = clock;
    this.bursts = bursts;
  }

  private OpenRequest.Lane newLane() {
    OpenRequest.Lane created = new OpenRequest.Lane(bursts);
    lanes.add(created);
    return created;
  }

  /** Makes a request open. Returns false if it may not be sent. Called on its event loop. */
  public boolean tryOpen(OpenRequest request) {
    if (closed) {
      return false;
    }
    lane.get().add(request);
    return true;
  }

  /**
   * Registers a request that opens a web socket or a stream. Returns false if it may not be sent.
   * Called on its event loop.
   */
  public boolean tryOpenConversation(HttpListener opening) {
    if (closed) {
      return false;
    }
    conversations.get().add(opening);
    return true;
  }

  /**
   * Closes the gate: nothing is sent from now on, once the event loops have finished their current
   * tasks.
   */
  public void close(EventLoopGroup loops) {
    closed = true;
    onEach(loops, () -> conversations.get().stop().forEach(lane.get()::add));
  }

  /** Waits until all requests are answered, for at most {@code time}. */
  public void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (count() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Records all requests without an answer. */
  public void recordUnanswered(EventLoopGroup loops) {
    onEach(
        loops,
        () -> lane.get().recordEach(request -> request.unanswered(recorder, clock.nowMillis())));
    // For a blocked event loop, only the number of requests is known. The loop may go on at any
    // moment.
    for (OpenRequest.Lane of : lanes) {
      of.recordNumber(
          number -> {
            for (int n = number; n > 0; n--) {
              recorder.unanswered("", "", "(on a blocked event loop)", clock.nowMillis(), 0);
            }
          });
    }
  }

  /**
   * Records that a request was sent again, because its connection was closed. At the end of the
   * run, the connections are closed here, and nothing is sent again.
   */
  public void sentAgain() {
    if (!closed) {
      recorder.sentAgain();
    }
  }

  /** Records that the service sent more than a response, and that its connection was closed. */
  public void sentTooMuch() {
    recorder.sentTooMuch();
  }

  /** The bursts after standstills of the generator. */
  public StandstillBursts bursts() {
    return bursts;
  }

  private int count() {
    return lanes.stream().mapToInt(OpenRequest.Lane::open).sum();
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
        done.countDown(); // the loop is shut down
      }
    }
    try {
      boolean unused = done.await(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
