package dev.onrush.internal.page;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DuetOverTimeTest {

  private static final List<FlowLoad> FLOWS =
      List.of(load("A", "Users (A)"), load("B", "Users (B)"));

  private final Recorder recorder =
      new Recorder(List.of(new Phase("steady", Duration.ZERO, ofSeconds(9))), text -> text);
  private final DuetOverTime duet = DuetOverTime.of(FLOWS).orElseThrow();

  private static FlowLoad load(String flow, String userClass) {
    return new FlowLoad(
        Optional.of(new RunFlow(flow, List.of(userClass))),
        OnrushDsl.concurrentUsers().hold(5, ofSeconds(9)));
  }

  private void respond(String variant, String request, int second, int count, int millis) {
    for (int i = 0; i < count; i++) {
      long start = 1_000L * second;
      recorder.response(
          "Users (" + variant + ")", "", request, start, start + millis, true, "200", "");
    }
  }

  private void second(int second, double machineCpu) {
    Vitals vitals =
        new Vitals(0.1, machineCpu, ofMillis(0), ofMillis(0), ofMillis(0), 0.1, 10, 20_000);
    duet.add(recorder.takeInterval(ofSeconds(second + 1)).with(vitals));
  }

  private JsonNode written(Difference... differences) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    duet.write(node, Optional.of(new DuetComparison("a", "b", 5, List.of(differences))));
    return node;
  }

  @Test
  void throughput_and_p95_of_each_request_are_apart_for_a_and_b() {
    respond("A", "Pay", 0, 20, 10);
    respond("B", "Pay", 0, 10, 30);
    respond("A", "Search", 0, 5, 50);
    second(0, 0.2);
    respond("B", "Pay", 1, 4, 40);
    second(1, 0.2);

    JsonNode requests = written().path("requests");

    assertThat(requests)
        .extracting(r -> r.path("name").asText())
        .containsExactly("all requests", "Pay", "Search");
    assertThat(requests.get(0).path("A").path("rate")).hasToString("[25,0]");
    assertThat(requests.get(1).path("A")).hasToString("{\"rate\":[20,0],\"p95\":[10,null]}");
    assertThat(requests.get(1).path("B")).hasToString("{\"rate\":[10,4],\"p95\":[30,40]}");
    assertThat(requests.get(2).path("B")).hasToString("{\"rate\":[0,0],\"p95\":[null,null]}");
  }

  @Test
  void the_only_request_is_drawn_once() {
    respond("A", "Pay", 0, 1, 10);
    second(0, 0.2);

    assertThat(written().path("requests")).hasSize(1);
  }

  @Test
  void seconds_in_which_the_machine_was_full_are_told() {
    second(0, 0.5);
    second(1, 0.99);

    assertThat(written().path("busy")).hasToString("[{\"from\":1000,\"to\":2000}]");
  }

  /** Request 0 is sent once in each second, Request 1 twice, and so on. */
  @Test
  void of_many_requests_those_that_became_worse_and_those_sent_most_are_drawn() {
    for (int second = 0; second < 2; second++) {
      for (int i = 0; i < 15; i++) {
        respond("B", i == 3 ? "Checkout / Pay" : "Request " + i, second, i + 1, 10);
      }
      second(second, 0.2);
    }

    assertThat(written().path("requests"))
        .extracting(r -> r.path("name").asText())
        .startsWith("all requests", "Request 14", "Request 13")
        .endsWith("Request 4", "Checkout / Pay")
        .hasSize(13);
    JsonNode written =
        written(
            difference("Request 0", Simple.THROUGHPUT, -9, -3), // 3 of a margin of 5 %
            difference("Checkout / Pay", Simple.ERROR_RATE, 0.4, 2), // 0.4 of 0.5 points
            difference("Request 1", Simple.ERROR_RATE, 0.1, 0.4), // too small to matter
            difference("Request 2", Simple.THROUGHPUT, 3, 9), // better
            difference("Request 3", Simple.MEAN, -1, 9)); // undecided
    assertThat(written.path("requests"))
        .extracting(r -> r.path("name").asText())
        .startsWith("all requests", "Checkout / Pay", "Request 0", "Request 14")
        .endsWith("Request 5")
        .hasSize(13);
    assertThat(written.path("more").asInt()).isEqualTo(3);
  }

  @Test
  void a_request_in_a_group_is_not_the_one_without_a_group() {
    respond("B", "Pay", 0, 5, 10);
    respond("B", "Search", 0, 3, 10);
    respond("B", "Checkout / Pay", 0, 1, 10);
    second(0, 0.2);

    assertThat(written(difference("Pay", Simple.MEAN, 6, 9)).path("requests"))
        .extracting(r -> r.path("name").asText())
        .containsExactly("all requests", "Pay", "Search", "Checkout / Pay");
  }

  private static Difference difference(
      String request, Statistic statistic, double low, double high) {
    return new Difference(
        Optional.of(request),
        statistic,
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(low),
        OptionalDouble.of(high),
        95,
        20,
        statistic == Simple.ERROR_RATE ? 0.5 : 5,
        "");
  }

  @Test
  void flows_that_are_not_a_and_b_are_no_duet() {
    assertThat(DuetOverTime.of(List.of(load("Labs", "Users (A)")))).isEmpty();
  }
}
