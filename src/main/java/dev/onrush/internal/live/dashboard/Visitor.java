package dev.onrush.internal.live.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that watches the run. Messages wait in a short queue. A visitor that does not read
 * them in time is dropped; it may connect again, and then first receives the whole run.
 */
final class Visitor {

  /** The number of seconds that a visitor may lag behind. */
  private static final int MOST_BEHIND = 10;

  private static final byte[] END = {};

  /**
   * An empty comment, sent if there is nothing else to send: this fails if the visitor has gone.
   */
  private static final byte[] BREATH = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_BEHIND);
  private final CountDownLatch gone = new CountDownLatch(1);
  private @Nullable Thread sender;
  private boolean dropped;

  /** Queues a message, without waiting; returns false if the visitor has been dropped. */
  synchronized boolean send(byte[] message) {
    if (!dropped && !waiting.offer(message)) {
      drop();
    }
    return !dropped;
  }

  /**
   * Ends the connection after the messages sent so far; a visitor that has not read them in time is
   * dropped.
   */
  void end() {
    send(END);
  }

  /**
   * Drops the visitor. A thread that sends to a client that does not read hangs in a write; only an
   * interrupt, which closes the connection, ends this write.
   */
  synchronized void drop() {
    dropped = true;
    if (sender != null) {
      sender.interrupt();
    }
  }

  /**
   * Sends messages until the end, or until the visitor has gone.
   *
   * @throws IOException if the visitor has gone
   */
  void serve(OutputStream out) throws IOException {
    synchronized (this) {
      sender = Thread.currentThread();
      if (dropped) {
        sender.interrupt();
      }
    }
    try {
      while (true) {
        byte[] message = waiting.poll(MOST_BEHIND, TimeUnit.SECONDS);
        if (message == END) {
          return;
        }
        out.write(message == null ? BREATH : message);
        out.flush();
      }
    } catch (InterruptedException e) {
      throw new IOException("dropped", e);
    } finally {
      synchronized (this) {
        dropped = true;
        sender = null;
        boolean unused = Thread.interrupted(); // the thread serves other requests after this
      }
      gone.countDown();
    }
  }

  /** Waits until nothing more is sent to the visitor, at most {@code nanos}. */
  void awaitGone(long nanos) throws InterruptedException {
    boolean unused = gone.await(nanos, TimeUnit.NANOSECONDS);
  }
}
