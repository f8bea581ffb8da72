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
 * The threads of one of the JDK's HTTP servers. That server has a thread read a request as soon as
 * there is a first byte of it, for as long as that takes: a client that sends half a request keeps
 * a thread. Here few requests are read at a time, each for a limited time. A further one takes the
 * place of the one that has been read for the longest, unless that is still spared: then it waits.
 * A request that is being answered keeps its thread.
 *
 * <p>A connection on which nothing was sent has no thread; the server closes it after 30 s.
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

  @SuppressWarnings("ThreadLocalUsage") // one for each server, which are few
  private final ThreadLocal<Reading> current = new ThreadLocal<>();

  /** Those that have a place, the oldest first; guards all that follows. */
  private final Deque<Reading> reading = new ArrayDeque<>();

  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /** Those that have a thread: they are read or answered, or give their place up. */
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
   * Threads for one server.
   *
   * @param name of the threads
   * @param mostAnswering how many requests are answered at a time
   * @param mostReading how many requests are read at a time, beside those
   * @param spared for how long a request that is being read keeps its place when others wait for it
   * @param longest until a request has been read
   */
  public RequestThreads(
      String name, int mostAnswering, int mostReading, Duration spared, Duration longest) {
    this.mostReading = mostReading;
    this.spared = spared;
    this.longest = longest;
    // Those that have been told to give their place up need theirs for a moment.
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

  /** Reads and answers one request. */
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

  /** Gives those that wait a place, as far as there is one. */
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

  /** An interruption closes the connection that the thread reads from. */
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

  /** Says that the request of this thread has been read to its end. */
  public void hasBeenRead() {
    Reading mine = current.get();
    if (mine != null) {
      synchronized (reading) {
        reading.remove(mine);
        admit();
      }
    }
  }

  /** How many requests were ended before {@link #hasBeenRead} was called for them. */
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
