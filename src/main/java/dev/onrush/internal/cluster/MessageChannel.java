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
final class MessageChannel implements Transport.Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MessageChannel.class);

  /** Who gets the messages, one at a time. */
  interface Recipient {

    void received(String from, Message message);

    void left(String member);

    /** What came from this one could not be followed, and will not come again. */
    void failed(String from, Throwable e);
  }

  private final Transport transport;
  private final MessageAuthenticator authenticator;
  private final String run;
  private final Timeouts timeouts;
  private final Recipient recipient;
  private final Map<String, Long> last = new HashMap<>();
  private final Map<String, ReliableSender> senders = new HashMap<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "onrush-messages");
            thread.setDaemon(true);
            return thread;
          });
  private long refused;

  MessageChannel(
      Transport transport,
      MessageAuthenticator authenticator,
      String run,
      Timeouts timeouts,
      Recipient recipient) {
    this.transport = transport;
    this.authenticator = authenticator;
    this.run = run;
    this.timeouts = timeouts;
    this.recipient = recipient;
  }

  /** From now on messages are handed over. */
  void open() {
    transport.listen(this);
  }

  /** Who brings letters to one of the others. */
  synchronized ReliableSender to(String member) {
    return senders.computeIfAbsent(
        member, m -> new ReliableSender(transport, authenticator, run, m, timeouts));
  }

  /** How many letters were of somebody who does not know the secret, or not of this run. */
  synchronized long refused() {
    return refused;
  }

  @Override
  public synchronized boolean take(SignedMessage signed) {
    if (!signed.run().equals(run)
        || !signed.to().equals(transport.self())
        || !authenticator.verifies(signed)) {
      refused++;
      LOG.warn("a letter that says it is from {} was refused: its seal is wrong", signed.from());
      return false;
    }
    long known = last.getOrDefault(signed.from(), 0L);
    if (signed.number() <= known) {
      return true; // it was taken, and the answer got lost
    }
    if (signed.number() > known + 1) {
      return false; // one before it is missing
    }
    Message message;
    try {
      message = Message.parse(signed.text());
    } catch (IllegalArgumentException e) {
      LOG.warn("a letter from {} cannot be read", signed.from(), e);
      return false;
    }
    last.put(signed.from(), signed.number());
    later(signed.from(), () -> recipient.received(signed.from(), message));
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
    senders.values().forEach(ReliableSender::close);
    reader.shutdown();
  }
}
