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
 * A connection that watches the run. Messages wait in a short queue; a visitor that does not read
 * in time is dropped, and may come again: it then gets the whole run first.
 */
final class Visitor {

  /** The seconds by which a visitor may lag behind. */
  private static final int MOST_BEHIND = 10;

  private static final byte[] END = {};

  /** An empty comment, sent where there is nothing else: it fails for a visitor that has gone. */
  private static final byte[] BREATH = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_BEHIND);
  private final CountDownLatch gone = new CountDownLatch(1);
  private @Nullable Thread sender;
  private boolean dropped;

  /** Never waits. False if the visitor has been dropped. */
  synchronized boolean send(byte[] message) {
    if (!dropped && !waiting.offer(message)) {
      drop();
    }
    return !dropped;
  }

  /** What has been sent until now is the last; who has not read it in time is left alone. */
  void end() {
    send(END);
  }

  /**
   * Who sends to a client that does not read hangs in a write; only an interruption, which closes
   * the connection, gets it out of there.
   */
  synchronized void drop() {
    dropped = true;
    if (sender != null) {
      sender.interrupt();
    }
  }

  /**
   * Sends what is to be sent until the end, or until the visitor has gone.
   *
   * @throws IOException when it has gone
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
        boolean unused = Thread.interrupted(); // the thread serves others after this
      }
      gone.countDown();
    }
  }

  /** Waits until nothing more is sent to it. */
  void awaitGone(long nanos) throws InterruptedException {
    boolean unused = gone.await(nanos, TimeUnit.NANOSECONDS);
  }
}
