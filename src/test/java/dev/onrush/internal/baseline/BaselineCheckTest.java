package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.baseline.BaselineCheck.Answer;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineCheckTest {

  private static final SimulatedRun SERVICE = SimulatedRun.REALISTIC;
  private static final Statistic P95 = new AtPercentile(new Percentile(95));
  private static final Scope SEARCH = Scope.ALL.of(new Subject.Request("Search"));

  private static BaselineCheck check(double slower, double tolerance) {
    return BaselineCheck.of(
        List.of(SERVICE.run(1, 1)), SERVICE.run(2, slower), SEARCH, P95, tolerance);
  }

  @Test
  void a_request_half_as_slow_again_is_worse_by_more_than_a_tenth() {
    BaselineCheck check = check(1.5, 10);

    assertThat(check.answer()).isEqualTo(Answer.WORSE);
    assertThat(check.toString())
        .matches(
            "p95 of Search: \\d+ ms -> \\d+ ms, \\+\\d+ % \\(90 % interval \\+\\d+ to \\+\\d+ %\\):"
                + " worse by more than 10 %");
  }

  @Test
  void the_same_service_is_not_worse_by_more_than_a_fifth() {
    assertThat(check(1, 20).answer()).isEqualTo(Answer.NOT_WORSE);
  }

  @Test
  void a_change_as_large_as_the_tolerance_cannot_be_told() {
    assertThat(check(1.2, 20).answer()).isEqualTo(Answer.UNSURE);
  }

  @Test
  void throughput_is_worse_when_it_falls() {
    BaselineCheck check =
        BaselineCheck.of(
            List.of(SERVICE.run(1, 1)),
            SERVICE.perSecond(40).run(2, 1),
            Scope.ALL,
            Simple.THROUGHPUT,
            10);

    assertThat(check.answer()).isEqualTo(Answer.WORSE);
  }

  @Test
  void a_scope_without_requests_is_too_short() {
    Scope nothing = Scope.ALL.of(new Subject.Request("Serch"));

    BaselineCheck check =
        BaselineCheck.of(List.of(SERVICE.run(1, 1)), SERVICE.run(2, 1), nothing, P95, 10);

    assertThat(check.answer()).isEqualTo(Answer.TOO_SHORT);
    assertThat(check)
        .hasToString(
            "p95 of Serch: a baseline run has no request in steady time: too short to tell whether"
                + " worse by more than 10 %");
  }

  @Test
  void a_phase_and_a_user_class_restrict_what_is_compared() {
    RunBlocks run = SERVICE.run(1, 1);
    Scope steady = Scope.ALL.by("Users").during("steady");
    Scope elsewhere = Scope.ALL.during("ramp-up");
    Scope others = Scope.ALL.by("Others");

    assertThat(BaselineCheck.of(List.of(run), run, steady, P95, 10).answer())
        .isEqualTo(Answer.NOT_WORSE);
    assertThat(BaselineCheck.of(List.of(run), run, elsewhere, P95, 10).answer())
        .isEqualTo(Answer.TOO_SHORT);
    assertThat(BaselineCheck.of(List.of(run), run, others, P95, 10).answer())
        .isEqualTo(Answer.TOO_SHORT);
  }

  @Test
  void without_tolerance_the_same_service_is_called_worse_in_about_5_of_100() {
    long worse =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(
                pair ->
                    BaselineCheck.of(
                        List.of(SERVICE.run(10_000 + pair, 1)),
                        SERVICE.run(20_000 + pair, 1),
                        SEARCH,
                        P95,
                        0))
            .filter(check -> check.answer() == Answer.WORSE)
            .count();

    // 10 of 200 with a standard error of 3; the limit is three standard errors
    assertThat(worse).isBetween(1L, 19L);
  }
}
