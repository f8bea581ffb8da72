package dev.onrush.internal.cluster;

import dev.onrush.internal.run.Patience;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings letters to one receiver, in order, each again and again until it was taken. Handing over
 * never waits.
 */
final class Courier implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  private final Wire wire;
  private final Seal seal;
  private final String run;
  private final String to;
  private final Timeouts timeouts;
  private final Deque<Letter> letters = new ArrayDeque<>();
  private final Thread thread;
  private long number;
  private long waitingSince;
  private Duration slowest = Duration.ZERO;
  private boolean closed;

  Courier(Wire wire, Seal seal, String run, String to, Timeouts timeouts) {
    this.wire = wire;
    this.seal = seal;
    this.run = run;
    this.to = to;
    this.timeouts = timeouts;
    this.thread = new Thread(this::bring, "onrush-courier " + to);
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void send(Message message) {
    if (!closed) {
      if (letters.isEmpty()) {
        waitingSince = System.nanoTime();
      }
      letters.add(seal.sealed(run, wire.self(), to, ++number, Message.text(message)));
      notifyAll();
    }
  }

  /** For how long the oldest letter has been waiting for its answer. */
  synchronized Duration silence() {
    return letters.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - waitingSince);
  }

  /** The longest time that an answer took. */
  synchronized Duration slowest() {
    return slowest;
  }

  /** Waits until all was taken, at most so long; whether it is. */
  synchronized boolean await(Duration time) {
    return new Patience(time).until(this, () -> closed || letters.isEmpty()) && letters.isEmpty();
  }

  /** What was not taken yet is dropped. */
  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    notifyAll();
  }

  private void bring() {
    try {
      while (true) {
        Letter next = next();
        long sent = System.nanoTime();
        if (isTaken(next)) {
          taken(Duration.ofNanos(System.nanoTime() - sent));
        } else {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private synchronized Letter next() throws InterruptedException {
    while (letters.isEmpty()) {
      wait();
    }
    return letters.getFirst();
  }

  private boolean isTaken(Letter letter) throws InterruptedException {
    try {
      return wire.send(letter).get(timeouts.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
      return false; // and it is sent again: whoever it is for waits for it
    }
  }

  private synchronized void taken(Duration time) {
    letters.removeFirst();
    waitingSince = System.nanoTime();
    slowest = time.compareTo(slowest) > 0 ? time : slowest;
    notifyAll();
  }
}
