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
 * Somebody who watches. What is to be sent waits in a short queue; who does not read it in time is
 * dropped, and may come again: what comes first then is all of the run.
 */
final class Visitor {

  /** As many seconds as somebody may lag behind. */
  private static final int MOST_BEHIND = 10;

  private static final byte[] END = {};

  /** A line that means nothing, sent where nothing else is: whoever has gone is noticed by it. */
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
