package dev.onrush.internal.page;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdRowTest {

  private static final Threshold P95 = p95().below(ofMillis(200));

  private static Judgement judged(Threshold threshold, double actual) {
    Verdict verdict = threshold.condition().holds(actual) ? Verdict.PASS : Verdict.FAIL;
    return new Judgement(threshold, verdict, OptionalDouble.of(actual), 10, "", Optional.empty());
  }

  private static String headroom(Threshold threshold, double actual) {
    return ThresholdRow.headroom(judged(threshold, actual)).orElse("");
  }

  @Test
  void headroom_says_in_words_how_far_a_figure_is_from_its_bound_and_on_which_side() {
    assertThat(headroom(P95, 150)).isEqualTo("25.0 % headroom");
    assertThat(headroom(P95, 240)).isEqualTo("20.0 % over");
    assertThat(headroom(P95, 1020)).isEqualTo("5.10 times the limit");
    assertThat(headroom(P95, 200)).isEqualTo("0 %, at the limit");
    assertThat(headroom(throughput().atLeast(perSecond(50)), 60)).isEqualTo("20.0 % headroom");
    assertThat(headroom(throughput().atLeast(perSecond(50)), 285))
        .isEqualTo("5.70 times the minimum");
    assertThat(headroom(throughput().atLeast(perSecond(50)), 30)).isEqualTo("40.0 % short");
    assertThat(headroom(errorRate().atMost(ofPercent(0)), 1)).isEmpty();
    assertThat(headroom(requestCount().between(10, 20), 18)).isEqualTo("10.0 % headroom");
    assertThat(headroom(p99().of("Pay").below(ofMillis(300)), 100)).isEqualTo("66.7 % headroom");
  }

  @Test
  void where_only_the_certain_part_is_known_there_is_no_headroom() {
    Threshold worse = p95().notWorseThanBaselineBy(ofPercent(5));
    assertThat(headroom(worse, 0)).isEmpty();
    assertThat(headroom(worse, 10)).isEqualTo("2.00 times the limit");
    Threshold drift = drift(p95()).within(ofPercent(20));
    assertThat(headroom(drift, 0)).isEmpty();
    assertThat(headroom(drift, 10)).isEqualTo("50.0 % headroom");
  }

  @Test
  void a_limit_that_a_figure_must_be_below_and_is_equal_to_says_so() {
    assertThat(judged(P95, 200).finding()).isEqualTo("p95 was 200 ms (must be below 200 ms)");
    assertThat(judged(p95().atMost(ofMillis(200)), 201).finding())
        .isEqualTo("p95 was 201 ms (limit 200 ms)");
  }

  @Test
  void a_figure_that_rounds_to_its_bound_shows_on_which_side_it_is() {
    assertThat(judged(P95, 200.4).finding()).isEqualTo("p95 was 200.4 ms (limit 200 ms)");
    assertThat(judged(P95, 199.96).actualText()).isEqualTo("199.96 ms");
    assertThat(judged(P95, 206.4).actualText()).isEqualTo("206 ms");
  }

  @Test
  void a_status_does_not_contradict_its_figure() {
    Judgement kept = judged(P95.warning(), 150);

    assertThat(judged(P95.warning(), 300).status()).isEqualTo("WARN");
    assertThat(kept.status()).isEqualTo("PASS");
    assertThat(kept.untrusted("the generator stood still for 2.10 s at 00:12").status())
        .isEqualTo("INVALID");
    assertThat(judged(P95, 150).withoutData("the run was steered by hand at 00:12").status())
        .isEqualTo("NOT JUDGED");
    assertThat(
            new Judgement(P95, Verdict.NO_DATA, OptionalDouble.empty(), 0, "", Optional.empty())
                .status())
        .isEqualTo("NO_DATA");
  }

  /** From 0 to 10 users, 10 for 2 s, 20 for 2 s, back to 10, and 10 for 2 s. */
  private static final List<Phase> PHASES =
      concurrentUsers()
          .rampTo(10, ofSeconds(1))
          .hold(10, ofSeconds(2))
          .named("low")
          .hold(20, ofSeconds(2))
          .named("high")
          .rampTo(10, ofSeconds(1))
          .hold(10, ofSeconds(2))
          .named("low again")
          .phases();

  private static String bound(Threshold threshold, List<Phase> phases, Duration length) {
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    ThresholdRow.write(node, judged(threshold, 100), phases, length);
    return String.valueOf(node.get("bound"));
  }

  private static String spans(Threshold threshold, List<Phase> phases, Duration length) {
    return bound(threshold, phases, length).replaceFirst(".*\"spans\":(.*)}", "$1");
  }

  @Test
  void charts_get_the_bound_with_what_it_is_about() {
    assertThat(bound(p99().of("Pay").below(ofMillis(300)), PHASES, ofSeconds(8)))
        .isEqualTo(
            "{\"statistic\":\"p99\",\"value\":300.0,\"upper\":true,\"lower\":false,\"all\":false}");
    assertThat(bound(errorRate().exactly(ofPercent(0)), PHASES, ofSeconds(8)))
        .isEqualTo(
            "{\"statistic\":\"error rate\",\"value\":0.0,\"upper\":true,\"lower\":true,\"all\":true}");
    assertThat(bound(p99().by("Active").below(ofMillis(300)), PHASES, ofSeconds(8)))
        .as("no chart is of one user class")
        .isEqualTo("null");
  }

  @Test
  void a_bound_is_drawn_over_all_times_of_its_phase() {
    assertThat(spans(p95().inSteadyState().below(ofMillis(9)), PHASES, ofSeconds(8)))
        .isEqualTo("[{\"from\":1000,\"to\":5000},{\"from\":6000,\"to\":8000}]");
    assertThat(spans(p95().during("high").below(ofMillis(9)), PHASES, ofSeconds(8)))
        .isEqualTo("[{\"from\":3000,\"to\":5000}]");
    assertThat(spans(p95().during("high").below(ofMillis(9)), PHASES, ofSeconds(4)))
        .isEqualTo("[{\"from\":3000,\"to\":4000}]");
    assertThat(spans(p95().during("low again").below(ofMillis(9)), PHASES, ofSeconds(4)))
        .isEqualTo("[]");
    assertThat(spans(p95().during(Phase.WIND_DOWN).below(ofMillis(9)), PHASES, ofSeconds(10)))
        .isEqualTo("[{\"from\":8000,\"to\":10000}]");
  }

  @Test
  void a_bound_is_not_drawn_while_another_flow_is_in_another_phase() {
    List<Phase> phases =
        List.of(
            flow("steady", 0, 4, "Clerks"),
            flow("ramp-up", 0, 2, "Labs"),
            flow("steady", 2, 9, "Labs"));

    assertThat(spans(p95().during("steady").below(ofMillis(9)), phases, ofSeconds(9)))
        .isEqualTo("[{\"from\":2000,\"to\":9000}]");
    assertThat(spans(p95().during("ramp-up").below(ofMillis(9)), phases, ofSeconds(9)))
        .isEqualTo("[]");
  }

  private static Phase flow(String name, int start, int end, String flow) {
    return new Phase(name, ofSeconds(start), ofSeconds(end))
        .of(Optional.of(new RunFlow(flow, List.of("Users of " + flow))));
  }

  @Test
  void a_request_has_the_bounds_that_are_on_it() {
    List<Judgement> judgements =
        List.of(
            judged(P95, 100),
            judged(p95().ofEachRequest().below(ofMillis(9)), 100),
            judged(p95().of("Pay").below(ofMillis(9)), 100),
            judged(p95().of("Pay").by("Active").below(ofMillis(9)), 100),
            judged(p95().ofGroup("Checkout").below(ofMillis(9)), 100));
    ObjectNode pay = RunJson.MAPPER.createObjectNode();
    ObjectNode repay = RunJson.MAPPER.createObjectNode();

    ThresholdRow.writeIndexes("Checkout / Pay", pay, judgements);
    ThresholdRow.writeIndexes("Repay", repay, judgements);

    assertThat(pay).hasToString("{\"thresholds\":[1,2]}");
    assertThat(repay).hasToString("{\"thresholds\":[1]}");
  }

  @Test
  void a_difference_within_its_bound_has_no_headroom_because_only_a_part_of_it_is_certain() {
    Threshold difference = p95().notWorseThanABy(ofPercent(5));

    assertThat(headroom(difference, 0)).isEmpty();
    assertThat(headroom(difference, 4)).isEmpty();
    assertThat(headroom(difference, 20)).isEqualTo("4.00 times the limit");
  }
}
