package dev.onrush.internal.gatling.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.List;
import scala.jdk.javaapi.CollectionConverters;

class GatlingOutputTest {

  private final java.util.List<String> received = new ArrayList<>();
  private final AtomicInteger maskings = new AtomicInteger();

  private String mask(String text) {
    maskings.incrementAndGet();
    return text.replace("s3cret", "***");
  }

  private static List<String> groups(String... names) {
    return CollectionConverters.asScala(java.util.List.of(names)).toList();
  }

  @Test
  void names_and_messages_reach_gatlings_output_without_secrets() {
    GatlingOutput output = new GatlingOutput(new Listener(), this::mask);

    output.response(
        "Users",
        groups("for s3cret"),
        "Get s3cret",
        1,
        2,
        OK$.MODULE$,
        Option.apply("200"),
        Option.apply("was s3cret"));
    output.crash("Users", groups(), "Get s3cret", "no s3cret");

    assertThat(received).containsExactly("for *** / Get *** / was ***", "crash Get *** / no ***");
  }

  @Test
  void a_name_is_masked_once_in_each_thread() {
    GatlingOutput output = new GatlingOutput(new Listener(), this::mask);

    for (int i = 0; i < 3; i++) {
      output.response(
          "Users", groups(), "Get s3cret", 1, 2, OK$.MODULE$, Option.empty(), Option.empty());
    }

    assertThat(received).hasSize(3);
    assertThat(maskings).hasValue(1);
  }

  @Test
  void nothing_is_masked_for_an_engine_that_drops_everything() {
    GatlingOutput output = new GatlingOutput(new SilentStats(), this::mask);

    output.crash("Users", groups("for s3cret"), "Get s3cret", "no s3cret");

    assertThat(maskings).hasValue(0);
  }

  /** Keeps the texts that it receives. */
  private final class Listener implements StatsEngine {
    @Override
    public void start() {}

    @Override
    public void stop(ActorRef<Controller.Command> controller, Option<Exception> exception) {}

    @Override
    public void logUserStart(String scenario) {}

    @Override
    public void logUserEnd(String scenario) {}

    @Override
    public void logResponse(
        String scenario,
        List<String> groups,
        String request,
        long start,
        long end,
        Status status,
        Option<String> code,
        Option<String> message) {
      received.add(
          groups.mkString(" / ")
              + " / "
              + request
              + (message.isEmpty() ? "" : " / " + message.get()));
    }

    @Override
    public void logGroupEnd(String scenario, GroupBlock group, long exit) {}

    @Override
    public void logRequestCrash(
        String scenario, List<String> groups, String request, String error) {
      received.add("crash " + request + " / " + error);
    }
  }
}
