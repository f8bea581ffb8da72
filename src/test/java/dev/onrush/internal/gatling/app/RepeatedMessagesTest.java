package dev.onrush.internal.gatling.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatedMessagesTest {

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> printed = new ListAppender<>();
  private final Logger gatling = context.getLogger("io.gatling.http.action.HttpRequestAction");

  @BeforeEach
  void filter() {
    printed.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(printed);
    root.setLevel(Level.WARN);
    context.addTurboFilter(new RepeatedMessages());
  }

  private long printed(String start) {
    return printed.list.stream().filter(e -> e.getFormattedMessage().startsWith(start)).count();
  }

  @Test
  void messages_of_gatling_that_differ_in_numbers_only_are_printed_ten_times() {
    for (int i = 0; i < 100; i++) {
      gatling.error("Failed to build request {}: {}", "A", "no item " + (10_000 + i));
      gatling.error("Failed to build request {}: {}", "B", "no item");
    }

    assertThat(printed("Failed to build request A")).isEqualTo(10);
    assertThat(printed("Failed to build request B")).isEqualTo(10);
  }

  @Test
  void a_message_that_is_no_longer_printed_says_where_its_failures_are_counted() {
    Logger own = (Logger) LoggerFactory.getLogger(RepeatedMessages.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    own.addAppender(told);

    try {
      for (int i = 0; i < 20; i++) {
        gatling.error("'{}' failed to execute: {}", "if-2", "no basket");
      }
    } finally {
      own.detachAppender(told);
    }

    assertThat(told.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "\"'if-2' failed to execute: no basket\" was logged 10 times and is no longer printed;"
                + " the report counts these failures");
  }

  @Test
  void other_messages_and_other_loggers_are_printed() {
    Logger own = context.getLogger("com.example.Shop");

    for (int i = 0; i < 100; i++) {
      gatling.info("not printed at this level");
      gatling.error("kind " + "a".repeat(i));
      own.error("of the user's own");
    }

    assertThat(printed("kind ")).isEqualTo(100);
    assertThat(printed("of the user's own")).isEqualTo(100);
  }

  @Test
  void a_logger_that_is_to_say_everything_does() {
    gatling.setLevel(Level.DEBUG);

    for (int i = 0; i < 100; i++) {
      gatling.error("again");
    }

    assertThat(printed("again")).isEqualTo(100);
  }
}
