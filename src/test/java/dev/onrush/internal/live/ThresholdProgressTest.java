package dev.onrush.internal.live;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ThresholdProgressTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase("spike", Duration.ZERO, ofSeconds(60)),
          new Phase("soak", ofSeconds(60), ofSeconds(3_660)));

  private static ThresholdProgress of(Threshold threshold, double actual) {
    return of(threshold, actual, 30);
  }

  private static ThresholdProgress of(Threshold threshold, double actual, int second) {
    Verdict verdict = threshold.condition().holds(actual) ? Verdict.PASS : Verdict.FAIL;
    return of(
        new Judgement(threshold, verdict, OptionalDouble.of(actual), 10, "", Optional.empty()),
        second);
  }

  private static ThresholdProgress of(Judgement judgement, int second) {
    return ThresholdProgress.of(judgement, ofSeconds(second), PHASES);
  }

  private static ThresholdProgress close(State state, double share) {
    return new ThresholdProgress(state, OptionalDouble.of(share));
  }

  private static ThresholdProgress alone(State state) {
    return new ThresholdProgress(state, OptionalDouble.empty());
  }

  @Test
  void a_figure_that_is_to_stay_below_is_near_past_four_fifths() {
    Threshold threshold = p95().below(ofMillis(500));

    assertThat(of(threshold, 400)).isEqualTo(close(State.OK, 0.8));
    assertThat(of(threshold, 401)).isEqualTo(close(State.NEAR, 0.802));
    assertThat(of(threshold, 500)).isEqualTo(close(State.BROKEN, 1));
  }

  @Test
  void a_figure_that_is_to_stay_above_is_near_within_a_quarter() {
    Threshold threshold = throughput().atLeast(perSecond(100));

    assertThat(of(threshold, 125)).isEqualTo(close(State.OK, 1.25));
    assertThat(of(threshold, 124)).isEqualTo(close(State.NEAR, 1.24));
    assertThat(of(threshold, 99)).isEqualTo(close(State.BROKEN, 0.99));
  }

  @Test
  void a_count_that_has_yet_to_grow_is_not_broken() {
    assertThat(of(requestCount().atLeast(10), 5)).isEqualTo(close(State.NOT_YET, 0.5));
    assertThat(of(requestCount().atLeast(10), 10)).isEqualTo(close(State.OK, 1));
    assertThat(of(requestCount().above(10), 10)).isEqualTo(close(State.NOT_YET, 1));
    assertThat(of(requestCount().between(3, 5), 1)).isEqualTo(alone(State.NOT_YET));
    assertThat(of(requestCount().exactly(3), 1)).isEqualTo(alone(State.NOT_YET));
    assertThat(of(counter("revenue").total().atLeast(10), 5)).isEqualTo(close(State.NOT_YET, 0.5));
  }

  @Test
  void a_count_of_a_phase_that_is_over_grows_no_more() {
    Threshold threshold = requestCount().during("spike").atLeast(1_000);

    assertThat(of(threshold, 400, 59).state()).isEqualTo(State.NOT_YET);
    // responses to requests of this phase may still arrive
    assertThat(of(threshold, 400, 62).state()).isEqualTo(State.NOT_YET);
    assertThat(of(threshold, 400, 120).state()).isEqualTo(State.BROKEN);
    assertThat(of(requestCount().during("soak").atLeast(1_000), 400, 120).state())
        .isEqualTo(State.NOT_YET);
    assertThat(of(requestCount().atLeast(1_000), 400, 120).state()).isEqualTo(State.NOT_YET);
  }

  @Test
  void a_count_above_what_it_may_be_is_broken() {
    assertThat(of(requestCount().between(3, 5), 6)).isEqualTo(alone(State.BROKEN));
    assertThat(of(requestCount().exactly(3), 4)).isEqualTo(alone(State.BROKEN));
    assertThat(of(errorCount().atMost(3), 4).state()).isEqualTo(State.BROKEN);
  }

  @Test
  void where_there_is_no_one_bound_above_zero_there_is_no_share() {
    assertThat(of(errorCount().atMost(0), 0)).isEqualTo(alone(State.OK));
    assertThat(of(errorCount().atMost(0), 1)).isEqualTo(alone(State.BROKEN));
    assertThat(of(requestCount().exactly(3), 3)).isEqualTo(alone(State.OK));
    assertThat(of(requestCount().between(3, 5), 4)).isEqualTo(alone(State.OK));
    assertThat(of(recovery().within(ofSeconds(5)), Double.POSITIVE_INFINITY))
        .isEqualTo(alone(State.BROKEN));
  }

  @Test
  void no_data_is_told_apart_from_data_of_another_load() {
    Judgement none =
        new Judgement(
            p95().below(ofMillis(500)),
            Verdict.NO_DATA,
            OptionalDouble.empty(),
            0,
            "",
            Optional.empty());
    Judgement steered =
        new Judgement(
                p95().below(ofMillis(500)),
                Verdict.PASS,
                OptionalDouble.of(3),
                10,
                "",
                Optional.empty())
            .withoutData("the run was steered by hand");

    assertThat(of(none, 30)).isEqualTo(alone(State.NO_DATA));
    assertThat(of(steered, 30)).isEqualTo(alone(State.STEERED));
  }

  @Test
  void what_cannot_be_told_is_not_broken() {
    assertThat(
            of(
                    new Judgement(
                        p95().below(ofMillis(500)),
                        Verdict.INVALID,
                        OptionalDouble.of(600),
                        10,
                        "",
                        Optional.empty()),
                    30)
                .state())
        .isEqualTo(State.UNCERTAIN);
  }
}
