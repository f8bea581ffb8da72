package dev.onrush.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one of the JDK's HTTP servers. That server has a thread read a request as soon as
 * there is a first byte of it, for as long as that takes: a client that sends half a request keeps
 * a thread. Here few threads read at a time, each for a limited time; a further request takes the
 * place of the one that has been read for the longest. A request that is being answered keeps its
 * thread.
 *
 * <p>A connection on which nothing was sent has no thread; the server closes it after 30 s.
 */
public final class RequestThreads implements Executor, AutoCloseable {

  private final Duration longest;
  private final int mostReading;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService clock;

  @SuppressWarnings("ThreadLocalUsage") // one for each server, which are few
  private final ThreadLocal<Reading> current = new ThreadLocal<>();

  /** The oldest first; guarded by itself. */
  private final Deque<Reading> reading = new ArrayDeque<>();

  private static final class Reading {
    final Thread thread = Thread.currentThread();
    final long since = System.nanoTime();
  }

  /**
   * Threads for one server.
   *
   * @param name of the threads
   * @param mostAnswering how many requests are answered at a time
   * @param mostReading how many requests are read at a time, beside those
   * @param longest until a request has been read
   */
  public RequestThreads(String name, int mostAnswering, int mostReading, Duration longest) {
    this.mostReading = mostReading;
    this.longest = longest;
    AtomicInteger made = new AtomicInteger();
    ThreadFactory daemons =
        work -> {
          Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    // Those that have been told to give their place up need theirs for a moment.
    threads =
        new ThreadPoolExecutor(
            0,
            mostAnswering + 2 * mostReading,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons);
    clock = new ScheduledThreadPoolExecutor(1, daemons);
    long period = Math.max(1, longest.toMillis() / 4);
    var unused =
        clock.scheduleWithFixedDelay(this::endThoseTooLong, period, period, TimeUnit.MILLISECONDS);
  }

  /** Reads and answers one request. */
  @Override
  public void execute(Runnable request) {
    synchronized (reading) {
      while (reading.size() >= mostReading) {
        reading.removeFirst().thread.interrupt();
      }
    }
    threads.execute(() -> read(request));
  }

  private void read(Runnable request) {
    Reading mine = new Reading();
    current.set(mine);
    synchronized (reading) {
      reading.addLast(mine);
    }
    try {
      request.run();
    } finally {
      hasBeenRead();
      current.remove();
    }
  }

  /** Says that the request of this thread has been read to its end. */
  public void hasBeenRead() {
    Reading mine = current.get();
    if (mine != null) {
      synchronized (reading) {
        reading.remove(mine);
      }
    }
  }

  /** An interruption closes the connection that the thread reads from. */
  private void endThoseTooLong() {
    long now = System.nanoTime();
    synchronized (reading) {
      while (!reading.isEmpty() && now - reading.getFirst().since > longest.toNanos()) {
        reading.removeFirst().thread.interrupt();
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
