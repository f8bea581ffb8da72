package dev.onrush.internal.cluster.message;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MessageChannelTest {

  private static final String SECRET = "a secret of some length";
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(60),
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  private final MemoryNet net = new MemoryNet();

  @AfterEach
  void close() {
    net.close();
  }

  private static List<Message> numbered(int count) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(new Message.Begun(i));
    }
    return messages;
  }

  @Test
  void messages_come_once_and_in_order_over_a_transport_that_loses_doubles_and_delays_them() {
    net.trouble(0.3, 0.3, Duration.ofMillis(8));
    Peer from = new Peer(net.transport("a"), SECRET, "run", SHORT);
    Peer to = new Peer(net.transport("b"), SECRET, "run", SHORT);

    numbered(60).forEach(message -> from.say("b", message));

    assertThat(from.to("b").await(Duration.ofSeconds(60))).isTrue();
    Until.so("all are read", () -> to.heard.size() >= 60);
    assertThat(to.heard).isEqualTo(numbered(60));
  }

  @Test
  void a_message_of_somebody_who_does_not_know_the_secret_is_not_taken() {
    Peer from = new Peer(net.transport("a"), "another secret, as long", "run", SHORT);
    Peer to = new Peer(net.transport("b"), SECRET, "run", SHORT);

    from.say("b", new Message.Begun(1));

    Until.so("it has come", () -> to.refused() > 0);
    assertThat(from.to("b").await(Duration.ZERO)).isFalse();
    assertThat(to.heard).isEmpty();
  }

  @Test
  void a_message_of_another_run_or_with_another_text_or_to_another_is_not_taken() {
    Peer to = new Peer(net.transport("b"), SECRET, "run", SHORT);
    MessageAuthenticator authenticator = new MessageAuthenticator(SECRET);
    String text = new Message.Stop("enough").text();
    SignedMessage good = authenticator.sign("run", "a", "b", 1, text);
    Logger logger = (Logger) LoggerFactory.getLogger(MessageChannel.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);

    assertThat(to.take(authenticator.sign("yesterday", "a", "b", 1, text))).isFalse();
    assertThat(to.take(authenticator.sign("run", "a", "c", 1, text))).isFalse();
    assertThat(to.take(new SignedMessage("run", "a", "b", 2, text, good.mac()))).isFalse();
    assertThat(to.take(new SignedMessage("run", "x", "b", 1, text, good.mac()))).isFalse();
    assertThat(to.take(new SignedMessage("run", "a", "b", 1, text + " ", good.mac()))).isFalse();
    logger.detachAppender(log);
    assertThat(to.refused()).isEqualTo(5);
    String refused = "a message that claims to be from %s was refused: %s";
    String wrongCode = "its authentication code is wrong";
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            refused.formatted("a", "it belongs to another run"),
            refused.formatted("a", "it is for c"),
            refused.formatted("a", wrongCode),
            refused.formatted("x", wrongCode),
            refused.formatted("a", wrongCode));
    assertThat(to.take(good)).isTrue();
    assertThat(to.take(good)).isTrue();
    Until.so("it is read", () -> !to.heard.isEmpty());
    to.close();
    assertThat(to.heard).containsExactly(new Message.Stop("enough"));
  }

  @Test
  void a_message_that_cannot_be_followed_is_told_and_the_next_one_is_read() {
    List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    MessageChannel channel =
        new MessageChannel(
            net.transport("b"),
            new MessageAuthenticator(SECRET),
            "run",
            SHORT,
            new MessageChannel.Recipient() {
              @Override
              public void failed(String from, Throwable e) {
                heard.add(from + ": " + e.getMessage());
              }

              @Override
              public void received(String from, Message message) {
                if (message instanceof Message.Start) {
                  throw new NoClassDefFoundError("broken on purpose");
                }
                heard.add(message.toString());
              }

              @Override
              public void left(String member) {}
            });
    MessageAuthenticator authenticator = new MessageAuthenticator(SECRET);

    assertThat(channel.take(authenticator.sign("run", "a", "b", 1, new Message.Start(1).text())))
        .isTrue();
    assertThat(channel.take(authenticator.sign("run", "a", "b", 2, new Message.Stop("x").text())))
        .isTrue();
    Until.so("both are read", () -> heard.size() == 2);
    channel.close();

    assertThat(heard).containsExactly("a: broken on purpose", "Stop[reason=x]");
  }

  @Test
  void every_message_is_read_as_it_was_written() {
    List<Message> all =
        List.of(
            new Message.Hello(42, "1.0"),
            new Message.Planned(java.util.Map.of("profile", "steady \"x\"\n")),
            new Message.Refusal("why"),
            new Message.Ready("none", 5_000),
            new Message.Start(123),
            new Message.Begun(4),
            new Message.Steer(
                List.of(
                    new dev.onrush.internal.control.ProfileSegment(
                        Duration.ofMillis(1500),
                        List.of(new dev.onrush.profile.Stage("p", 1, 2, Duration.ofSeconds(3))),
                        "up")),
                List.of(
                    new dev.onrush.result.Intervention(
                        Duration.ofMillis(2500),
                        new dev.onrush.result.Command.SetLevel(20),
                        "dashboard"))),
            new Message.Stop("enough"),
            new Message.Finished(false, "detail", List.of("a note")));

    assertThat(all).allSatisfy(m -> assertThat(Message.parse(m.text())).isEqualTo(m));
  }
}
