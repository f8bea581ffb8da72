package dev.onrush.internal.cluster.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges messages with the other JVMs of a run. Each message is delivered once, in the order in
 * which its sender sent it, and only if it belongs to this run and was signed with its secret.
 */
public final class MessageChannel implements Transport.Listener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MessageChannel.class);

  /** The receiver of messages, called by one thread. */
  public interface Recipient {

    void received(String from, Message message);

    void left(String member);

    /** A message from this member could not be handled, and is not delivered again. */
    void failed(String from, Throwable e);
  }

  /** The last accepted message of a sender: its number, and when it was accepted. */
  private record Accepted(long number, long at) {}

  private final Transport transport;
  private final MessageAuthenticator authenticator;
  private final String run;
  private final Timeouts timeouts;
  private final Recipient recipient;
  private final Map<String, Accepted> last = new HashMap<>();
  private final Map<String, ReliableSender> senders = new HashMap<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "onrush-messages");
            thread.setDaemon(true);
            return thread;
          });
  private long refused;

  public MessageChannel(
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

  /** Delivers messages from now on. */
  public void open() {
    transport.listen(this);
  }

  /** The sender to the given member. */
  public synchronized ReliableSender to(String member) {
    return senders.computeIfAbsent(
        member, m -> new ReliableSender(transport, authenticator, run, m, timeouts));
  }

  /**
   * The number of refused messages: not signed with the secret, for another receiver, or of another
   * run.
   */
  public synchronized long refused() {
    return refused;
  }

  /**
   * How long ago the last message of this member was accepted, whether or not the recipient has
   * handled it; empty if none was accepted.
   */
  public synchronized Optional<Duration> silence(String from) {
    return Optional.ofNullable(last.get(from))
        .map(accepted -> Duration.ofNanos(System.nanoTime() - accepted.at));
  }

  @Override
  public synchronized boolean take(SignedMessage signed) {
    Optional<String> refusal = refusal(signed);
    if (refusal.isPresent()) {
      refused++;
      LOG.warn("a message that claims to be from {} was refused: {}", signed.from(), refusal.get());
      return false;
    }
    Accepted before = last.get(signed.from());
    long known = before == null ? 0 : before.number;
    if (signed.number() <= known) {
      return true; // it was accepted before, and the acknowledgement was lost
    }
    if (signed.number() > known + 1) {
      return false; // a previous message is missing
    }
    Message message;
    try {
      message = Message.parse(signed.text());
    } catch (IllegalArgumentException e) {
      LOG.warn("a message from {} cannot be read", signed.from(), e);
      return false;
    }
    last.put(signed.from(), new Accepted(signed.number(), System.nanoTime()));
    later(signed.from(), () -> recipient.received(signed.from(), message));
    return true;
  }

  /** Describes why a message is refused; empty if it is not. */
  private Optional<String> refusal(SignedMessage signed) {
    if (!authenticator.verifies(signed)) {
      return Optional.of("its authentication code is wrong");
    }
    if (!signed.run().equals(run)) {
      return Optional.of("it belongs to another run");
    }
    return signed.to().equals(transport.self())
        ? Optional.empty()
        : Optional.of("it is for " + signed.to());
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
              LOG.error("a message from {} could not be handled", from, e);
              recipient.failed(from, e);
            }
          });
    } catch (RejectedExecutionException e) {
      // the channel is closed
    }
  }

  @Override
  public synchronized void close() {
    senders.values().forEach(ReliableSender::close);
    reader.shutdown();
  }
}
