package dev.onrush.internal.page;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.run.log.RunJson;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
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

  @Test
  void charts_get_the_bound_with_what_it_is_about() {
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    ThresholdRow.write(node, judged(p99().of("Pay").during("spike").below(ofMillis(300)), 100));
    ObjectNode exact = RunJson.MAPPER.createObjectNode();
    ThresholdRow.write(exact, judged(errorRate().exactly(ofPercent(0)), 1));
    ObjectNode other = RunJson.MAPPER.createObjectNode();
    ThresholdRow.write(other, judged(p99().by("Active").below(ofMillis(300)), 100));

    assertThat(node.get("bound").toString())
        .isEqualTo(
            "{\"statistic\":\"p99\",\"value\":300.0,\"upper\":true,\"lower\":false,\"phase\":\"spike\",\"request\":\"Pay\"}");
    assertThat(exact.get("bound").toString())
        .isEqualTo("{\"statistic\":\"error rate\",\"value\":0.0,\"upper\":true,\"lower\":true}");
    assertThat(other.has("bound")).as("no chart is of one user class").isFalse();
    assertThat(List.of(node.get("headroom").asText())).containsExactly("66.7 % headroom");
  }
}
