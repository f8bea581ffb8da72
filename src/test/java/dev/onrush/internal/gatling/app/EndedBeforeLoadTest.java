package dev.onrush.internal.gatling.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EndedBeforeLoadTest {

  @Test
  void a_run_that_was_ended_before_its_load_is_not_logged_as_a_crash() {
    Logger log = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("edge");
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    log.addAppender(logged);

    log.error("Run crashed", EndedBeforeLoad.unlogged());
    log.error("Run crashed", new IllegalStateException("a fault"));

    assertThat(logged.list)
        .extracting(event -> event.getThrowableProxy().getMessage())
        .containsExactly("a fault");
  }
}
