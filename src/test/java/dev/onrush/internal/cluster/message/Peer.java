package dev.onrush.internal.cluster.message;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other end of a transport, controlled by the test. */
public final class Peer implements MessageChannel.Recipient {

  public final List<Message> heard = new CopyOnWriteArrayList<>();
  public final String name;
  private final MessageChannel channel;

  public Peer(Transport transport, String secret, String run, Timeouts timeouts) {
    this.name = transport.self();
    this.channel =
        new MessageChannel(transport, new MessageAuthenticator(secret), run, timeouts, this);
    channel.open();
  }

  public void say(String to, Message message) {
    channel.to(to).send(message);
  }

  public ReliableSender to(String member) {
    return channel.to(member);
  }

  /** Takes a message as if it had arrived over the transport. */
  boolean take(SignedMessage message) {
    return channel.take(message);
  }

  @Override
  public void received(String from, Message message) {
    heard.add(message);
  }

  @Override
  public void left(String member) {}

  /** Returns the number of refused messages. */
  public long refused() {
    return channel.refused();
  }

  /** Returns the first message of this kind, if one has arrived. */
  public <T extends Message> Optional<T> heard(Class<T> kind) {
    return heard.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  @Override
  public void failed(String from, Throwable e) {
    throw new AssertionError("a message of " + from + " could not be handled", e);
  }

  /** Takes no more messages. */
  public void close() {
    channel.close();
  }
}
