package dev.onrush.internal.concurrent;

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
 * dedicated thread delivers the items, and an item that finds the queue full is dropped and
 * counted.
 *
 * @param <T> the type of the items; immutable
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
   * Creates an empty queue and starts its daemon thread.
   *
   * @param name the name of the receiver, as shown to users
   * @param capacity how many items may wait; further items are dropped
   * @param masked hides secrets in the messages of failures
   * @param work delivers one item; called for one item at a time, in order; may throw
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

  /** Adds an item; drops it if the queue is full or closed. Returns at once. */
  public synchronized void put(T thing) {
    put++;
    if (closed || !queue.offer(thing)) {
      dropped++;
    }
  }

  /**
   * Waits until all items are delivered or dropped, at most for {@code patience}; returns whether
   * they are.
   */
  public synchronized boolean await(Duration patience) {
    return new TimedWait(patience).until(this, () -> done + dropped >= put);
  }

  /**
   * Ends the thread when all items are delivered, or when {@code patience} has passed. In the
   * latter case the remaining items are dropped, and the delivery in progress is interrupted.
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

  /** The number of items that were dropped, or not delivered in time. */
  public synchronized long dropped() {
    return dropped;
  }

  /** Descriptions of the failed and dropped deliveries; empty if there are none. */
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
    boolean goOn = true;
    while (goOn) {
      try {
        T thing = queue.take();
        try {
          work.accept(thing);
        } catch (Throwable e) { // no failure of the receiver may affect the run
          failed(e);
        }
        goOn = !finished();
      } catch (InterruptedException e) {
        goOn = !isClosed(); // threads of the receiver may interrupt this one
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Counts a delivery that was in time; returns whether the queue is closed, so that no more items
   * follow.
   */
  private synchronized boolean finished() {
    if (!closed) {
      done++;
      // Within the lock, so that the interrupt of close() is not lost. The receiver may have left
      // the flag set, and the next wait must not end because of it.
      boolean unused = Thread.interrupted();
      notifyAll();
    }
    return closed;
  }

  private void failed(Throwable e) {
    String text = masked.apply(text(e));
    synchronized (this) {
      if (closed) {
        return; // the delivery was interrupted, and counts as dropped
      }
      failed++;
      if (failed > 1) {
        return;
      }
      firstFailure = text;
    }
    LOG.warn("{} failed; the run continues, and further failures are counted: {}", name, text);
  }

  /**
   * Describes a failure. The message of an I/O failure is clear by itself; for a failure in user
   * code, the description includes the place in the code.
   */
  private static String text(Throwable e) {
    String place = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    try {
      return e instanceof UncheckedIOException || e instanceof IOException
          ? String.valueOf(e.getMessage())
          : e + place;
    } catch (RuntimeException | StackOverflowError again) { // user code too, and may fail
      return e.getClass().getName() + " whose getMessage() failed" + place;
    }
  }
}
