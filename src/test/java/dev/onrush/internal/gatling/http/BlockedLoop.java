package dev.onrush.internal.gatling.http;

import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An event loop of Gatling's client that a check of a run blocks for longer than the timeout of a
 * request. The server of the test answers that request while the loop is blocked.
 */
final class BlockedLoop {

  /** The timeout of the request. */
  static final Duration TIMEOUT = ofSeconds(2);

  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  /** Blocks the calling event loop until the server has answered and the timeout has passed. */
  boolean block() {
    try {
      blocked.countDown();
      answered.await();
      TimeUnit.NANOSECONDS.sleep(TIMEOUT.plusMillis(100).toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Called by the server before it answers. */
  void await() throws InterruptedException {
    blocked.await();
  }

  /** Called by the server when it has answered. */
  void answered() {
    answered.countDown();
  }
}
