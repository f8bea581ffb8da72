package dev.onrush.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue from a run to a receiver that may be slow, hang or fail. Adding never waits: a
 * thread of its own delivers the items, and an item that finds the queue full is dropped and
 * counted.
 *
 * @param <T> what is handed over; immutable
 */
public final class Outbox<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final String name;
  private final UnaryOperator<String> masked;
  private final Consumer<T> work;
  private final BlockingQueue<T> queue;
  private final Thread thread;

  private long put;
  private long done;
  private long dropped;
  private long failed;
  private String firstFailure = "";
  private boolean closed;

  /**
   * An empty box; its thread is a daemon.
   *
   * @param name whose work it is, as people read it
   * @param capacity how much may wait; what comes on top is dropped
   * @param masked hides secrets in what a failure says
   * @param work done for each thing, one at a time, in order; it may throw
   */
  public Outbox(String name, int capacity, UnaryOperator<String> masked, Consumer<T> work) {
    this.name = name;
    this.masked = masked;
    this.work = work;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.thread = new Thread(this::workOff, "onrush-outbox " + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands something over; drops it if the box is full, or closed. Returns at once. */
  public synchronized void put(T thing) {
    put++;
    if (closed || !queue.offer(thing)) {
      dropped++;
    }
  }

  /** Waits until all that was handed over is done, at most so long; whether it is. */
  public synchronized boolean await(Duration patience) {
    return new TimedWait(patience).until(this, () -> done + dropped >= put);
  }

  /**
   * Ends the thread when all is done, or when so much time has passed: then what is left is
   * dropped, and the work at hand is interrupted.
   */
  public synchronized void close(Duration patience) {
    boolean all = await(patience);
    closed = true;
    if (!all) {
      dropped = put - done;
    }
    queue.clear();
    thread.interrupt();
  }

  /** How many things were dropped, or not finished in time. */
  public synchronized long dropped() {
    return dropped;
  }

  /** What went wrong, in words; empty if nothing did. */
  public synchronized List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    if (failed > 0) {
      troubles.add(name + " failed " + failed + " of " + put + " times; first: " + firstFailure);
    }
    if (dropped > 0) {
      troubles.add(name + " was too slow and missed " + dropped + " of " + put);
    }
    return troubles;
  }

  private void workOff() {
    try {
      while (true) {
        T thing = queue.take();
        try {
          work.accept(thing);
        } catch (Throwable e) { // whatever it is, it is no reason to touch the run
          failed(e);
        }
        if (finished()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Counts what was done in time; whether there will be no more. */
  private synchronized boolean finished() {
    if (!closed) {
      done++;
      notifyAll();
    }
    return closed;
  }

  private void failed(Throwable e) {
    String text = masked.apply(text(e));
    synchronized (this) {
      if (closed) {
        return; // it was interrupted, and counts as dropped
      }
      failed++;
      if (failed > 1) {
        return;
      }
      firstFailure = text;
    }
    LOG.warn("{} failed; the run goes on, and further failures are counted: {}", name, text);
  }

  /** What a connection says is clear; of a failure in somebody's code the place helps. */
  private static String text(Throwable e) {
    if (e instanceof UncheckedIOException || e instanceof IOException) {
      return String.valueOf(e.getMessage());
    }
    return e + (e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0]);
  }
}
