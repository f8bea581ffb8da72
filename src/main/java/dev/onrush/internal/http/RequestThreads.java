package dev.onrush.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The executor of one of the JDK's HTTP servers. The server assigns a thread to a request when its
 * first byte arrives, and the thread reads for as long as that takes: a client that sends half a
 * request occupies a thread. This executor lets only a few requests be read at a time, each for a
 * limited time. A further request replaces the one that has been read for the longest time, unless
 * that one is still protected; then the further request waits. A request that is being answered
 * keeps its thread.
 *
 * <p>A connection on which nothing was sent has no thread. The server closes it after 30 s.
 */
public final class RequestThreads implements Executor, AutoCloseable {

  /** The longest time between two checks for requests that took too long. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Duration spared;
  private final Duration longest;
  private final int mostReading;
  private final int most;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;

  @SuppressWarnings("ThreadLocalUsage") // one for each server, of which there are few
  private final ThreadLocal<Reading> current = new ThreadLocal<>();

  /** The requests that are being read, the oldest first. Guards all the fields below. */
  private final Deque<Reading> reading = new ArrayDeque<>();

  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /**
   * The number of requests that have a thread: they are being read, being answered, or being cut
   * off.
   */
  private int running;

  private long cutOff;

  private static final class Reading {
    final long since = System.nanoTime();
    @Nullable Thread thread;
    boolean isCutOff;

    boolean isLongerThan(Duration time) {
      return System.nanoTime() - since >= time.toNanos();
    }
  }

  /**
   * Creates the threads for one server.
   *
   * @param name the prefix of the threads' names
   * @param mostAnswering the most requests that are answered at a time
   * @param mostReading the most requests that are read at a time, in addition to {@code
   *     mostAnswering}
   * @param spared how long a request that is being read is not replaced by a waiting one
   * @param longest the longest time until a request has been read
   */
  public RequestThreads(
      String name, int mostAnswering, int mostReading, Duration spared, Duration longest) {
    this.mostReading = mostReading;
    this.spared = spared;
    this.longest = longest;
    // A request that has been cut off needs its thread for a moment.
    this.most = mostAnswering + 2 * mostReading;
    AtomicInteger made = new AtomicInteger();
    ThreadFactory daemons =
        work -> {
          Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    threads =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    clock = new ScheduledThreadPoolExecutor(1, daemons);
    long period = Math.max(1, Math.min(LOOK.toMillis(), longest.toMillis() / 4));
    var unused = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Runs the reading and answering of one request. */
  @Override
  public void execute(Runnable request) {
    synchronized (reading) {
      if (waiting.size() >= most) {
        throw new RejectedExecutionException("too many requests wait"); // the server closes it
      }
      waiting.addLast(request);
      admit();
    }
  }

  /** Starts waiting requests as long as there is a place for them. */
  private void admit() {
    while (!waiting.isEmpty() && running < most && hasPlace()) {
      Runnable request = waiting.removeFirst();
      Reading mine = new Reading();
      reading.addLast(mine);
      running++;
      threads.execute(() -> read(request, mine));
    }
  }

  private boolean hasPlace() {
    if (reading.size() < mostReading) {
      return true;
    }
    Reading oldest = reading.getFirst();
    if (!oldest.isLongerThan(spared)) {
      return false;
    }
    cutOff(oldest);
    return true;
  }

  /** Cuts off a request. The interruption closes the connection that the thread reads from. */
  private void cutOff(Reading of) {
    reading.remove(of);
    of.isCutOff = true;
    cutOff++;
    if (of.thread != null) {
      of.thread.interrupt();
    }
  }

  private void read(Runnable request, Reading mine) {
    synchronized (reading) {
      mine.thread = Thread.currentThread();
      if (mine.isCutOff) {
        mine.thread.interrupt();
      }
    }
    current.set(mine);
    try {
      request.run();
    } finally {
      current.remove();
      synchronized (reading) {
        reading.remove(mine);
        running--;
        admit();
      }
    }
  }

  /**
   * Reports that the request of the calling thread has been read completely. From now on, the
   * thread is not interrupted, and an interruption that came too late to cut the request off is
   * withdrawn: it would close the connection as soon as the answer is written.
   */
  public void hasBeenRead() {
    Reading mine = current.get();
    if (mine != null) {
      synchronized (reading) {
        reading.remove(mine);
        if (mine.isCutOff) {
          mine.isCutOff = false;
          cutOff--;
          var unused = Thread.interrupted();
        }
        admit();
      }
    }
  }

  /** The number of requests that were cut off before {@link #hasBeenRead} was called for them. */
  public long cutOff() {
    synchronized (reading) {
      return cutOff;
    }
  }

  private void look() {
    synchronized (reading) {
      while (!reading.isEmpty() && reading.getFirst().isLongerThan(longest)) {
        cutOff(reading.getFirst());
      }
      admit();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (reading) {
      waiting.clear();
    }
    threads.shutdownNow();
  }
}
