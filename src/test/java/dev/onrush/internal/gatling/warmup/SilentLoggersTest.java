package dev.onrush.internal.gatling.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLoggerFactory;

class SilentLoggersTest {

  @Test
  void loggers_below_a_name_are_off_until_it_is_closed() {
    LoggerContext context = new LoggerContext();
    context.getLogger("io.gatling.http").setLevel(Level.DEBUG);

    try (SilentLoggers silent = SilentLoggers.of("io.gatling", context)) {
      assertThat(context.getLogger("io.gatling.core").isErrorEnabled()).isFalse();
      assertThat(context.getLogger("io.gatling.http").isErrorEnabled()).isFalse();
      assertThat(context.getLogger("io.netty").isErrorEnabled()).isTrue();
    }

    assertThat(context.getLogger("io.gatling.http").getLevel()).isEqualTo(Level.DEBUG);
    assertThat(context.getLogger("io.gatling").getLevel()).isNull();
  }

  @Test
  void without_logback_there_is_nothing_to_silence() {
    SilentLoggers.of("io.gatling", new NOPLoggerFactory()).close();
  }
}
