package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.baseline.BaselineCheck.Answer;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineCheckTest {

  private static final SimulatedRun SERVICE = SimulatedRun.REALISTIC;
  private static final Statistic P95 = new AtPercentile(Percentile.P95);
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
    BaselineCheck check = check(1.2, 20);

    assertThat(check.answer()).isEqualTo(Answer.UNSURE);
    assertThat(check.worseAtLeast()).isLessThan(20);
    assertThat(check).asString().endsWith("): not certainly worse by more than 20 %");
  }

  @Test
  void beside_the_limit_of_a_threshold_a_change_is_in_percent_however_large_it_is() {
    BaselineCheck check = check(5, 10);

    assertThat(check.answer()).isEqualTo(Answer.WORSE);
    assertThat(check.toString())
        .contains(", +3", " interval +%.0f to +".formatted(check.worseAtLeast()))
        .doesNotContain("×");
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

  /**
   * One response in twenty takes ten times as long, so p95 is sometimes a fast one and sometimes a
   * slow one. At 95 % certainty, 10 of 200 runs of the same service may be called worse.
   */
  @Test
  void a_percentile_between_fast_and_slow_responses_is_seldom_called_worse() {
    long worse =
        IntStream.range(0, 200)
            .filter(
                i ->
                    BaselineCheck.of(
                                List.of(withSlowResponses(2L * i)),
                                withSlowResponses(2L * i + 1),
                                Scope.ALL,
                                P95,
                                5)
                            .answer()
                        == Answer.WORSE)
            .count();

    assertThat(worse).isLessThanOrEqualTo(10);
  }

  @Test
  void equal_runs_are_hardly_ever_far_worse() {
    long slow =
        IntStream.range(0, 200)
            .filter(
                i ->
                    BaselineCheck.of(
                                List.of(withSlowResponses(2L * i)),
                                withSlowResponses(2L * i + 1),
                                Scope.ALL,
                                P95,
                                5)
                            .answer()
                        == Answer.FAR_WORSE)
            .count();

    assertThat(slow).isLessThanOrEqualTo(4);
  }

  /**
   * With a stall of the service every 15 s, p95 of a minute is a usual time or the time of a stall,
   * and runs of a service that takes 1.6 times as long do not show it.
   */
  @Test
  void runs_that_would_not_show_a_far_worse_figure_do_not_pass() {
    SimulatedRun stalling = SERVICE.betweenRuns(0, false).stalls(4);
    List<BaselineCheck> checks =
        IntStream.range(0, 10)
            .mapToObj(
                pair ->
                    BaselineCheck.of(
                        List.of(stalling.run(1_000L * pair + 1, 1)),
                        stalling.run(1_000L * pair, 1.6),
                        SEARCH,
                        P95,
                        5))
            .toList();

    assertThat(checks).extracting(BaselineCheck::answer).contains(Answer.TOO_WIDE);
    assertThat(checks)
        .filteredOn(check -> check.answer() == Answer.TOO_WIDE)
        .extracting(BaselineCheck::toString)
        .allMatch(of -> of.matches(".* to [+]([\\d,]+) %[)]: may be worse by up to \\1 %"));
    assertThat(checks)
        .filteredOn(check -> check.answer() == Answer.UNSURE)
        .allMatch(check -> check.change().orElseThrow().high() <= 55);
  }

  @Test
  void a_wide_interval_of_one_of_several_comparisons_is_unsure() {
    SimulatedRun stalling = SERVICE.betweenRuns(0, false).stalls(4);
    List<RunBlocks> baseline = List.of(stalling.run(1, 1));
    Figure figure = new Figure(P95, SEARCH);

    assertThat(BaselineCheck.of(baseline, stalling.run(0, 1), figure, 5, 5).answer())
        .isEqualTo(Answer.UNSURE);
  }

  /** Returns a run of 31 s with 30 requests a second, all of which fail in the given seconds. */
  private static RunBlocks failing(int from, int to, int slowFrom) {
    Series ok = new Series(Series.Kind.REQUEST, "Users", "Search", "steady", Outcome.OK);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 31; second++) {
      boolean fails = second >= from && second < to;
      Tally tally = new Tally();
      for (int i = 0; i < 30; i++) {
        long micros = (second >= slowFrom ? 250_000 : 50_000) + 100L * i;
        tally.count(
            ResponseTime.of(0, micros, 50), fails ? "500" : "200", fails ? "found 500" : "");
      }
      intervals.add(
          new Interval(
              Duration.ofSeconds(second),
              Duration.ofSeconds(second + 1),
              Map.of(fails ? ok.with(Outcome.FAILED) : ok, tally),
              Map.of(),
              Optional.empty(),
              Map.of()));
    }
    HeldLevel level = new HeldLevel(30, HeldLevel.Unit.ARRIVALS);
    Phase steady = new Phase("steady", Duration.ZERO, Duration.ofSeconds(31), Optional.of(level));
    return RunBlocks.of(List.of(steady), intervals);
  }

  @Test
  void an_outage_in_a_part_of_the_run_does_not_pass() {
    List<RunBlocks> calm = List.of(failing(0, 0, 99), failing(0, 0, 99), failing(0, 0, 99));

    for (int[] outage : new int[][] {{18, 31}, {12, 20}, {25, 31}}) {
      BaselineCheck check =
          BaselineCheck.of(
              calm, failing(outage[0], outage[1], 99), Scope.ALL, Simple.ERROR_RATE, 0.5);

      assertThat(check.answer()).as("%s", check).isIn(Answer.FAR_WORSE, Answer.WORSE);
      assertThat(check.change().orElseThrow().low()).isGreaterThanOrEqualTo(0);
      assertThat(check.change().orElseThrow().high()).isLessThanOrEqualTo(100);
    }
    BaselineCheck slow = BaselineCheck.of(calm, failing(0, 0, 18), Scope.ALL, P95, 5);
    assertThat(slow.answer()).as("%s", slow).isIn(Answer.FAR_WORSE, Answer.WORSE);
    assertThat(
            BaselineCheck.of(calm, failing(0, 0, 99), Scope.ALL, Simple.ERROR_RATE, 0.5).answer())
        .isEqualTo(Answer.NOT_WORSE);
  }

  /** Returns a run of 60 s with 12 requests a second. */
  private static RunBlocks withSlowResponses(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Series series = new Series(Series.Kind.REQUEST, "Users", "Search", "steady", Outcome.OK);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 61; second++) {
      Tally tally = new Tally();
      for (int i = 0; i < 12; i++) {
        long micros = random.nextInt(20) == 0 ? 500_000 : 50_000;
        tally.count(
            ResponseTime.of(0, (long) (micros * (1 + 0.2 * random.nextGaussian())), 50), "200", "");
      }
      intervals.add(
          new Interval(
              Duration.ofSeconds(second),
              Duration.ofSeconds(second + 1),
              Map.of(series, tally),
              Map.of(),
              Optional.empty(),
              Map.of()));
    }
    HeldLevel level = new HeldLevel(12, HeldLevel.Unit.ARRIVALS);
    Phase steady = new Phase("steady", Duration.ZERO, Duration.ofSeconds(61), Optional.of(level));
    return RunBlocks.of(List.of(steady), intervals);
  }
}
