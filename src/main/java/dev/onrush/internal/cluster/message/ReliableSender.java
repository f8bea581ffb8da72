package dev.onrush.internal.cluster.message;

import dev.onrush.internal.concurrent.TimedWait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends messages to one receiver, in order. Each message is repeated until it is accepted. {@link
 * #send} never waits.
 */
public final class ReliableSender implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  private final Transport transport;
  private final MessageAuthenticator authenticator;
  private final String run;
  private final String to;
  private final Timeouts timeouts;
  private final Deque<SignedMessage> waiting = new ArrayDeque<>();
  private final Thread thread;
  private long number;
  private long waitingSince;
  private Duration slowest = Duration.ZERO;
  private boolean closed;

  ReliableSender(
      Transport transport,
      MessageAuthenticator authenticator,
      String run,
      String to,
      Timeouts timeouts) {
    this.transport = transport;
    this.authenticator = authenticator;
    this.run = run;
    this.to = to;
    this.timeouts = timeouts;
    this.thread = new Thread(this::deliver, "onrush-sender " + to);
    thread.setDaemon(true);
    thread.start();
  }

  public synchronized void send(Message message) {
    if (!closed) {
      if (waiting.isEmpty()) {
        waitingSince = System.nanoTime();
      }
      waiting.add(authenticator.sign(run, transport.self(), to, ++number, message.text()));
      notifyAll();
    }
  }

  /** How long the oldest message has been waiting for its acknowledgement. */
  public synchronized Duration silence() {
    return waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - waitingSince);
  }

  /** The longest time that an acknowledgement took. */
  public synchronized Duration slowest() {
    return slowest;
  }

  /** Waits until all messages are accepted; returns whether they are. */
  public synchronized boolean await(Duration time) {
    return new TimedWait(time).until(this, () -> closed || waiting.isEmpty()) && waiting.isEmpty();
  }

  /** Stops sending; messages that have not been accepted are dropped. */
  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    notifyAll();
  }

  private void deliver() {
    try {
      while (true) {
        SignedMessage next = next();
        long sent = System.nanoTime();
        if (isTaken(next)) {
          taken(Duration.ofNanos(System.nanoTime() - sent));
        } else {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      // the sender is closed
    }
  }

  private synchronized SignedMessage next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.getFirst();
  }

  private boolean isTaken(SignedMessage signed) throws InterruptedException {
    try {
      return transport.send(signed).get(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
      return false; // the message is sent again, because the receiver waits for it
    }
  }

  private synchronized void taken(Duration time) {
    waiting.removeFirst();
    waitingSince = System.nanoTime();
    slowest = time.compareTo(slowest) > 0 ? time : slowest;
    notifyAll();
  }
}
