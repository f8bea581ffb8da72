package dev.onrush.internal.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at the other end of a wire, who does what the test says. */
final class Peer implements Post.Recipient {

  final List<Message> heard = new CopyOnWriteArrayList<>();
  final String name;
  private final Post post;

  Peer(Wire wire, String secret, String run, Timeouts timeouts) {
    this.name = wire.self();
    this.post = new Post(wire, new Seal(secret), run, timeouts, this);
    post.open();
  }

  void say(String to, Message message) {
    post.to(to).send(message);
  }

  Courier to(String member) {
    return post.to(member);
  }

  @Override
  public void received(String from, Message message) {
    heard.add(message);
  }

  @Override
  public void left(String member) {}

  /** The first message of this kind, if it has come. */
  <T extends Message> Optional<T> heard(Class<T> kind) {
    return heard.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  @Override
  public void failed(String from, Throwable e) {
    throw new AssertionError("a message of " + from + " could not be followed", e);
  }
}
