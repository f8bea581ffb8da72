package dev.onrush.internal.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages, and hands over those that come: each once, in the order in which they were sent,
 * and only those of this run that were written by somebody who knows the secret.
 */
final class Post implements Wire.Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Post.class);

  /** Who gets the messages, one at a time. */
  interface Recipient {

    void received(String from, Message message);

    void left(String member);

    /** What came from this one could not be followed, and will not come again. */
    void failed(String from, Throwable e);
  }

  private final Wire wire;
  private final Seal seal;
  private final String run;
  private final Timeouts timeouts;
  private final Recipient recipient;
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, Courier> couriers = new HashMap<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "onrush-post");
            thread.setDaemon(true);
            return thread;
          });
  private long refused;

  Post(Wire wire, Seal seal, String run, Timeouts timeouts, Recipient recipient) {
    this.wire = wire;
    this.seal = seal;
    this.run = run;
    this.timeouts = timeouts;
    this.recipient = recipient;
  }

  /** From now on messages are handed over. */
  void open() {
    wire.listen(this);
  }

  /** Who brings letters to one of the others. */
  synchronized Courier to(String member) {
    return couriers.computeIfAbsent(member, m -> new Courier(wire, seal, run, m, timeouts));
  }

  /** How many letters were of somebody who does not know the secret, or not of this run. */
  synchronized long refused() {
    return refused;
  }

  @Override
  public synchronized boolean take(Letter letter) {
    if (!letter.run().equals(run) || !letter.to().equals(wire.self()) || !seal.isOn(letter)) {
      refused++;
      LOG.warn("a letter that says it is from {} was refused: its seal is wrong", letter.from());
      return false;
    }
    long known = last.getOrDefault(letter.from(), 0L);
    if (letter.number() <= known) {
      return true; // it was taken, and the answer got lost
    }
    if (letter.number() > known + 1) {
      return false; // one before it is missing
    }
    Message message;
    try {
      message = Message.parse(letter.text());
    } catch (IllegalArgumentException e) {
      LOG.warn("a letter from {} cannot be read", letter.from(), e);
      return false;
    }
    last.put(letter.from(), letter.number());
    later(letter.from(), () -> recipient.received(letter.from(), message));
    return true;
  }

  @Override
  public void left(String member) {
    later(member, () -> recipient.left(member));
  }

  private void later(String from, Runnable work) {
    try {
      reader.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | Error e) {
              LOG.error("a message of {} could not be followed", from, e);
              recipient.failed(from, e);
            }
          });
    } catch (RejectedExecutionException e) {
      // closed
    }
  }

  @Override
  public synchronized void close() {
    couriers.values().forEach(Courier::close);
    reader.shutdown();
  }
}
