package dev.onrush.internal.page;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.plan.Phase;
import dev.onrush.plan.RunFlow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuetOverTimeTest {

  private static final List<RunFlow> FLOWS =
      List.of(new RunFlow("A", List.of("Users (A)")), new RunFlow("B", List.of("Users (B)")));

  private final Recorder recorder =
      new Recorder(List.of(new Phase("steady", Duration.ZERO, ofSeconds(9))), text -> text);
  private final DuetOverTime duet = DuetOverTime.of(FLOWS).orElseThrow();

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
    duet.add(recorder.flip(ofSeconds(second + 1)).with(vitals));
  }

  private JsonNode written() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    duet.write(node);
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

  @Test
  void requests_past_the_first_twelve_are_counted() {
    for (int i = 0; i < 15; i++) {
      respond("A", "Request " + i, 0, 1, 10);
    }
    second(0, 0.2);

    assertThat(written().path("requests")).hasSize(13);
    assertThat(written().path("more").asInt()).isEqualTo(3);
  }

  @Test
  void flows_that_are_not_a_and_b_are_no_duet() {
    assertThat(DuetOverTime.of(List.of(new RunFlow("Labs", List.of("Users (A)"))))).isEmpty();
  }
}
