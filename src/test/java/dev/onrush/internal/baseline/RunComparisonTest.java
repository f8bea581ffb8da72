package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.baseline.TooShort.Lack;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

  private static final SimulatedRun SERVICE = SimulatedRun.REALISTIC;

  private static Change change(RunComparison comparison, String name) {
    return comparison.changes().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_run_does_not_differ_from_itself() {
    RunBlocks run = SERVICE.run(1, 1);

    RunComparison comparison = RunComparison.of(List.of(run), run);

    assertThat(comparison.changes()).allSatisfy(c -> assertThat(c.change()).isZero());
    assertThat(comparison.changes())
        .extracting(Change::finding)
        .containsOnly(Finding.NO_CHANGE, Finding.INCONCLUSIVE);
  }

  @Test
  void a_wide_interval_is_inconclusive_and_never_no_change() {
    RunBlocks run = SERVICE.run(1, 1);

    RunComparison comparison = RunComparison.of(List.of(run), run);

    assertThat(comparison.finding()).isEqualTo(Finding.INCONCLUSIVE);
    assertThat(comparison.changes())
        .filteredOn(c -> Math.max(-c.low(), c.high()) > 10) // 1 ms of 20 ms is 5 %, on both sides
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.finding()).isEqualTo(Finding.INCONCLUSIVE));
    int same = comparison.changes().size() - comparison.inconclusive().size();
    assertThat(comparison.lines())
        .contains(
            "no change in %d comparisons; %d comparisons are inconclusive: the interval is too wide to exclude a change that matters (all %d intervals hold together, so each is wider than that of a threshold)"
                .formatted(same, comparison.inconclusive().size(), comparison.changes().size()));
  }

  private static List<Phase> steady(int seconds, HeldLevel.Unit unit) {
    return List.of(
        new Phase(
            "steady",
            Duration.ZERO,
            Duration.ofSeconds(seconds),
            Optional.of(new HeldLevel(10, unit))));
  }

  @Test
  void steady_time_that_is_left_out_is_told() {
    List<Phase> phases = steady(60, HeldLevel.Unit.USERS);
    RunBlocks sums = RunBlocks.empty(phases, phases);
    sums.add(
        new Interval(
            Duration.ZERO, Duration.ofSeconds(16), Map.of(), Map.of(), Optional.empty(), Map.of()),
        16);
    RunBlocks run = SERVICE.run(1, 1);

    // from 1 to 16 s; a longer run would not have more single seconds
    assertThat(RunComparison.of(List.of(sums), run).lines())
        .startsWith(
            "nothing could be compared: TOO SHORT",
            "36 comparisons cannot be made without the time that is left out; the first is p50: a"
                + " baseline run has no request in steady time: TOO SHORT",
            "15 seconds of steady time of the baseline are left out: the log has"
                + " only sums of several seconds there, which extend beyond the steady time")
        .noneMatch(line -> line.contains("a longer run"));
    assertThat(RunComparison.of(List.of(run, sums), sums).lines())
        .containsSequence(
            "15 seconds of steady time of baseline run 2 are left out: the log has"
                + " only sums of several seconds there, which extend beyond the steady time",
            "15 seconds of steady time of the current run are left out: the log has"
                + " only sums of several seconds there, which extend beyond the steady time");
    assertThat(RunComparison.of(List.of(run), run).lines())
        .noneMatch(line -> line.contains("left out"));
    assertThat(RunComparison.of(List.of(sums, SERVICE.seconds(8).run(2, 1)), run).tooShort())
        .isNotEmpty()
        .allMatch(of -> of.lack() == Lack.LEFT_OUT_TIME);
  }

  /**
   * Returns a run with a sum that extends beyond the steady state, of which {@code seconds} are
   * steady.
   */
  private static RunBlocks leavingOut(int seconds) {
    RunBlocks run = SERVICE.run(2, 1);
    run.add(
        new Interval(
            Duration.ofSeconds(61 - seconds),
            Duration.ofSeconds(100),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of()),
        39 + seconds);
    return run;
  }

  @Test
  void what_could_not_be_compared_is_told_also_where_time_is_left_out() {
    RunBlocks run = SERVICE.run(1, 1);

    // about 720 of each request in 60 s; its p99 needs 1,000, which take 83 s
    assertThat(RunComparison.of(List.of(leavingOut(10)), run).lines())
        .anyMatch(
            line ->
                line.matches(
                    "5 comparisons need a longer run; the first is p99 of Buy: a baseline run has"
                        + " \\d+ requests; 1,000 are needed: TOO SHORT"))
        .anyMatch(line -> line.startsWith("10 seconds of steady time"))
        .noneMatch(line -> line.contains("cannot be made"));
    assertThat(RunComparison.of(List.of(leavingOut(30)), run).lines())
        .anyMatch(
            line ->
                line.matches(
                    "5 comparisons cannot be made without the time that is left out; the first is"
                        + " p99 of Buy: a baseline run has \\d+ requests; 1,000 are needed: TOO"
                        + " SHORT"))
        .noneMatch(line -> line.contains("a longer run"));
  }

  @Test
  void levels_that_are_held_too_shortly_are_told_as_such() {
    List<Phase> phases = new ArrayList<>();
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int level = 0; level < 5; level++) {
      phases.add(
          new Phase(
              "level " + level,
              Duration.ofSeconds(4L * level),
              Duration.ofSeconds(4L * level + 4),
              Optional.of(new HeldLevel(10 + level, HeldLevel.Unit.USERS))));
      for (int second = 4 * level; second < 4 * level + 4; second++) {
        for (int i = 0; i < 50; i++) {
          recorder.response("B", "", "r", second * 1000L, second * 1000L + 10, true, "200", "");
        }
        intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
      }
    }
    RunBlocks run = RunBlocks.of(phases, intervals);

    // three seconds of each level, after one second to settle
    assertThat(RunComparison.of(List.of(run), run).tooShort().get(0).reason())
        .isEqualTo(
            "a baseline run has 15 blocks of time in 5 levels, too few in each; levels that are held"
                + " for 8 s or longer have enough");
  }

  @Test
  void a_narrow_interval_around_nothing_is_no_change() {
    RunBlocks run = SERVICE.run(1, 1);

    RunComparison comparison = RunComparison.of(List.of(run), run, new LeastEffect(99, 99));

    assertThat(change(comparison, "mean").finding()).isEqualTo(Finding.NO_CHANGE);
    assertThat(change(comparison, "throughput").finding()).isEqualTo(Finding.NO_CHANGE);
  }

  @Test
  void the_same_runs_give_the_same_answer() {
    List<RunBlocks> baselines = List.of(SERVICE.run(1, 1), SERVICE.run(2, 1));
    RunBlocks current = SERVICE.run(3, 1.1);

    assertThat(RunComparison.of(baselines, current))
        .isEqualTo(RunComparison.of(baselines, current));
  }

  @Test
  void what_takes_half_as_long_again_is_a_regression_of_that_request_only() {
    RunComparison comparison = RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.run(2, 1.5));

    assertThat(comparison.finding()).isEqualTo(Finding.REGRESSION);
    Change p95 = change(comparison, "p95 of Search");
    assertThat(p95.finding()).isEqualTo(Finding.REGRESSION);
    assertThat(p95.change()).isCloseTo(50, within(12.0)); // within four standard errors
    assertThat(p95.low()).isLessThan(50).isGreaterThan(0);
    assertThat(p95.high()).isGreaterThan(50);
    assertThat(change(comparison, "p95 of Log in").finding()).isEqualTo(Finding.INCONCLUSIVE);
  }

  @Test
  void what_is_faster_is_an_improvement() {
    RunComparison comparison = RunComparison.of(List.of(SERVICE.run(1, 1.5)), SERVICE.run(2, 1));

    assertThat(comparison.finding()).isEqualTo(Finding.IMPROVEMENT);
    assertThat(change(comparison, "mean of Search").finding()).isEqualTo(Finding.IMPROVEMENT);
  }

  /** Runs of a minute in which the generator stands still for a part of each second. */
  private static RunBlocks standingStill(HeldLevel.Unit unit, int perSecond, Duration still) {
    List<Phase> phases = steady(61, unit);
    RunBlocks blocks = RunBlocks.empty(phases, phases);
    Recorder recorder = new Recorder(phases, text -> text);
    SplittableRandom random = new SplittableRandom(perSecond);
    for (int second = 0; second < 60; second++) {
      for (int i = random.nextInt(perSecond / 10); i < perSecond; i++) {
        recorder.response("U", "", "r", 1_000L * second, 1_000L * second + 10, true, "200", "");
      }
      blocks.add(
          recorder
              .takeInterval(Duration.ofSeconds(second + 1))
              .with(new Vitals(0.4, 1, Duration.ZERO, still, still, 0.5, 100, 20_000)));
    }
    return blocks;
  }

  private static Finding throughput(RunBlocks baseline, RunBlocks run) {
    return change(RunComparison.of(List.of(baseline), run), "throughput").finding();
  }

  @Test
  void a_generator_that_stands_still_does_not_change_the_throughput_of_the_service() {
    Duration none = Duration.ZERO;
    Duration still = Duration.ofMillis(200);
    HeldLevel.Unit users = HeldLevel.Unit.USERS;
    RunBlocks usual = standingStill(users, 100, none);

    assertThat(throughput(usual, standingStill(users, 70, none))).isEqualTo(Finding.REGRESSION);
    assertThat(throughput(usual, standingStill(users, 80, still))).isEqualTo(Finding.INCONCLUSIVE);
    assertThat(throughput(usual, standingStill(users, 50, still))).isEqualTo(Finding.REGRESSION);
    assertThat(throughput(standingStill(users, 80, still), usual)).isEqualTo(Finding.INCONCLUSIVE);
    HeldLevel.Unit rate = HeldLevel.Unit.ARRIVALS;
    assertThat(throughput(standingStill(rate, 100, none), standingStill(rate, 70, still)))
        .as("arrivals are made up for")
        .isEqualTo(Finding.REGRESSION);
  }

  @Test
  void throughput_that_falls_and_errors_that_rise_are_regressions() {
    RunComparison comparison =
        RunComparison.of(
            List.of(SERVICE.run(1, 1)), SERVICE.perSecond(30).failures(0.05).run(2, 1));

    assertThat(change(comparison, "throughput").finding()).isEqualTo(Finding.REGRESSION);
    assertThat(change(comparison, "throughput").change()).isCloseTo(-50, within(5.0));
    assertThat(change(comparison, "error rate").finding()).isEqualTo(Finding.REGRESSION);
    // points, not percent: from 0.2 % to 5 %
    assertThat(change(comparison, "error rate").change()).isCloseTo(4.8, within(2.0));
  }

  @Test
  void below_the_least_effect_nothing_has_changed_be_it_ever_so_sure() {
    RunComparison comparison =
        RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.run(2, 1.5), new LeastEffect(90, 90));

    assertThat(comparison.regressions()).isEmpty();
    assertThat(comparison.improvements()).isEmpty();
    assertThat(change(comparison, "mean of Search").finding()).isEqualTo(Finding.NO_CHANGE);
  }

  @Test
  void a_step_of_the_clock_is_no_regression_and_the_same_time_is_no_change() {
    SimulatedRun fast = SERVICE.sigma(0).drift(0, 0).stalls(0).failures(0);

    // 80 ms compared with 81 ms, in each single request: +1.25 %
    RunComparison comparison =
        RunComparison.of(List.of(fast.run(1, 1)), fast.run(2, 81 / 80.0), new LeastEffect(0, 0));

    assertThat(change(comparison, "p50 of Search").finding()).isEqualTo(Finding.INCONCLUSIVE);
    // 35 ms compared with 35 ms: the width of the interval is the resolution of the clock, from
    // -3.4 to +3.5 %
    assertThat(change(comparison, "p50 of List").finding()).isEqualTo(Finding.NO_CHANGE);
  }

  /**
   * Returns a run of 60 s with 50 requests a second, timed in microseconds.
   *
   * @param milliseconds the median time
   * @param own the part of each time that may have been the generator's, in microseconds; -1 if
   *     unknown
   */
  private static RunBlocks fast(long seed, double milliseconds, long own) {
    return fast(seed, milliseconds, own, 0, own);
  }

  /**
   * Returns such a run in which each tenth request takes longer.
   *
   * @param tail the additional time, in microseconds
   * @param ownOfTail the part of the additional time that may have been the generator's, in
   *     microseconds
   */
  private static RunBlocks fast(
      long seed, double milliseconds, long own, long tail, long ownOfTail) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Phase> phases =
        List.of(
            new Phase(
                "steady",
                Duration.ZERO,
                Duration.ofSeconds(61),
                Optional.of(new HeldLevel(50, HeldLevel.Unit.ARRIVALS))));
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.startAt(0);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second <= 60; second++) {
      for (int i = 0; i < 50; i++) {
        long start = second * 1000L + i * 20L;
        long micros = Math.round(1000 * milliseconds * Math.exp(0.1 * random.nextGaussian()));
        ResponseTime time =
            own < 0
                ? ResponseTime.asMeasured(start, micros)
                : i % 10 == 0
                    ? ResponseTime.of(start, micros + tail, ownOfTail)
                    : ResponseTime.of(start, micros, own);
        recorder.response("Users", "", "Search", time, Outcome.OK, "200", "");
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return RunBlocks.of(phases, intervals);
  }

  @Test
  void a_change_of_less_than_a_millisecond_is_found_where_times_are_in_microseconds() {
    // p95 from 3.0 to 3.9 ms
    List<RunBlocks> baseline = List.of(fast(1, 2.54, 200));
    RunBlocks slower = fast(2, 3.3, 200);

    RunComparison comparison = RunComparison.of(baseline, slower);

    Change p95 = change(comparison, "p95");
    assertThat(p95.finding()).isEqualTo(Finding.REGRESSION);
    assertThat(p95.change()).isCloseTo(30, within(5.0)); // within four standard errors
    BaselineCheck check = BaselineCheck.of(baseline, slower, Scope.ALL, p95.statistic(), 10);
    assertThat(check.answer()).isEqualTo(BaselineCheck.Answer.WORSE);
    assertThat(check.worseAtLeast()).isBetween(20.0, 30.0);
  }

  @Test
  void times_below_half_a_millisecond_are_told_apart() {
    RunComparison comparison = RunComparison.of(List.of(fast(1, 0.2, 50)), fast(2, 0.45, 50));

    // 125 %; within four standard errors
    assertThat(change(comparison, "p50").change()).isCloseTo(125, within(5.0));
    assertThat(change(comparison, "p50").finding()).isEqualTo(Finding.REGRESSION);
  }

  @Test
  void a_run_whose_generator_waited_for_a_processor_is_not_certainly_worse() {
    List<RunBlocks> baseline = List.of(fast(1, 20, 200));
    RunBlocks disturbed = fast(2, 25, 5_000);

    Change p95 = change(RunComparison.of(baseline, disturbed), "p95");
    BaselineCheck check = BaselineCheck.of(baseline, disturbed, Scope.ALL, p95.statistic(), 5);

    assertThat(p95.finding()).isEqualTo(Finding.INCONCLUSIVE);
    assertThat(p95.toString())
        .endsWith(": INCONCLUSIVE; the generator may account for the difference");
    assertThat(check.answer()).isEqualTo(BaselineCheck.Answer.UNSURE);
    assertThat(check).asString().endsWith("): worse by more than 5 % as measured");
    assertThat(check.worseAtLeast()).isBetween(20.0, 25.0);
    // without 5 of 29.5 ms: 24.5 of 23.6 ms, whose interval ends below 5 %
    assertThat(check.range().orElseThrow().least()).isLessThan(5);
    assertThat(check.range().orElseThrow().most()).isEqualTo(check.worseAtLeast());
  }

  @Test
  void a_baseline_whose_generator_waited_for_a_processor_shows_no_certain_improvement() {
    RunBlocks disturbed = fast(1, 25, 5_000);

    assertThat(change(RunComparison.of(List.of(disturbed), fast(2, 20, 200)), "p95").finding())
        .isEqualTo(Finding.INCONCLUSIVE);
  }

  @Test
  void a_change_beyond_the_generators_share_is_a_regression() {
    List<RunBlocks> baseline = List.of(fast(1, 20, 200));
    RunBlocks slower = fast(2, 40, 5_000);

    assertThat(change(RunComparison.of(baseline, slower), "p95").finding())
        .isEqualTo(Finding.REGRESSION);
    BaselineCheck check =
        BaselineCheck.of(baseline, slower, Scope.ALL, new AtPercentile(Percentile.P95), 5);
    assertThat(check.answer()).isEqualTo(BaselineCheck.Answer.WORSE);
    // without 5 of 47 ms: 42 of 24 ms
    assertThat(check.range().orElseThrow().least()).isBetween(65.0, 80.0);
  }

  @Test
  void failures_in_a_burst_are_no_certain_regression() {
    List<RunBlocks> baseline = List.of(failing(Outcome.OK));

    Change sure = change(RunComparison.of(baseline, failing(Outcome.FAILED)), "error rate");
    Change unsure =
        change(RunComparison.of(baseline, failing(Outcome.FAILED_IN_BURST)), "error rate");

    assertThat(sure.current()).isCloseTo(10, within(0.01));
    assertThat(sure.finding()).isEqualTo(Finding.REGRESSION);
    assertThat(unsure.current()).isCloseTo(10, within(0.01));
    assertThat(unsure.finding()).isEqualTo(Finding.INCONCLUSIVE);
  }

  /** Returns a run in which each tenth request has this outcome. */
  private static RunBlocks failing(Outcome tenth) {
    List<Phase> phases =
        List.of(
            new Phase(
                "steady",
                Duration.ZERO,
                Duration.ofSeconds(61),
                Optional.of(new HeldLevel(50, HeldLevel.Unit.ARRIVALS))));
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.startAt(0);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second <= 60; second++) {
      for (int i = 0; i < 50; i++) {
        ResponseTime time = ResponseTime.of(second * 1000L + i * 20L, 20_000, 100);
        Outcome outcome = i % 10 == 0 ? tenth : Outcome.OK;
        recorder.timed("Users", "", "Search", time, outcome, "", "");
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return RunBlocks.of(phases, intervals);
  }

  @Test
  void what_may_be_the_generators_own_in_both_runs_is_no_regression() {
    RunComparison comparison = RunComparison.of(List.of(fast(1, 0.6, 300)), fast(2, 0.8, 200));

    assertThat(change(comparison, "p50").change()).isCloseTo(33, within(3.0));
    assertThat(comparison.regressions()).isEmpty();
  }

  @Test
  void what_may_be_the_generators_own_of_the_slowest_is_no_regression_of_theirs() {
    List<RunBlocks> baseline = List.of(fast(1, 1, 10, 1_000, 900));

    assertThat(RunComparison.of(baseline, fast(2, 1, 10, 1_600, 900)).regressions()).isEmpty();
    assertThat(change(RunComparison.of(baseline, fast(2, 1, 10, 2_200, 900)), "p95").finding())
        .isEqualTo(Finding.REGRESSION);
  }

  @Test
  void times_of_which_the_generators_share_is_not_known_differ_from_a_millisecond_on() {
    List<RunBlocks> baseline = List.of(fast(1, 0.3, -1));

    assertThat(RunComparison.of(baseline, fast(2, 0.6, -1)).regressions()).isEmpty();
    assertThat(RunComparison.of(baseline, fast(2, 2, -1)).regressions()).isNotEmpty();
  }

  @Test
  void equal_runs_in_microseconds_do_not_differ() {
    // each comparison reports a change by chance in less than 5 of 100: 2 of 40, plus 4 sigma of
    // 1.4
    assertThat(
            IntStream.range(0, 40)
                .mapToObj(
                    pair ->
                        RunComparison.of(
                            List.of(fast(100 + pair, 3.0, 50)), fast(200 + pair, 3.0, 50)))
                .filter(c -> !c.regressions().isEmpty() || !c.improvements().isEmpty()))
        .hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void a_short_run_is_too_short_and_never_without_change() {
    RunComparison comparison =
        RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.seconds(8).run(2, 1));

    assertThat(comparison.finding()).isEqualTo(Finding.TOO_SHORT);
    assertThat(comparison.changes()).isEmpty();
    assertThat(comparison.lines())
        .contains(
            "nothing could be compared: TOO SHORT",
            "36 comparisons need a longer run; the first is p50: the current run has 8 blocks of"
                + " time at a held level; 10 are needed: TOO SHORT");
    assertThat(
            RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.seconds(1).run(2, 1))
                .lines()
                .get(1))
        .endsWith("the current run has 1 block of time at a held level; 10 are needed: TOO SHORT");
  }

  @Test
  void a_percentile_without_ten_requests_beyond_it_is_too_short() {
    RunComparison comparison = RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.run(2, 1));

    // about 720 of each request: enough for p95, not for p99
    assertThat(comparison.tooShort()).hasSize(5);
    assertThat(comparison.tooShort().get(0).toString())
        .matches("p99 of Buy: a baseline run has \\d+ requests; 1,000 are needed: TOO SHORT");
    assertThat(change(comparison, "p99").finding()).isEqualTo(Finding.INCONCLUSIVE);
  }

  @Test
  void a_request_that_is_gone_is_too_short() {
    RunBlocks before = SERVICE.run(1, 1);
    RunBlocks without = RunBlocks.of(List.of(), List.of());

    RunComparison comparison = RunComparison.of(List.of(before), without);

    assertThat(comparison.tooShort())
        .contains(
            new TooShort(
                Scope.ALL.of(new Subject.Request("Log in")),
                Simple.MEAN,
                "the current run has no request in steady time",
                Lack.TIME));
  }

  /** Returns 61 s of 30 requests of each name per second. */
  private static RunBlocks named(long seed, String... names) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Phase> phases = steady(61, HeldLevel.Unit.ARRIVALS);
    Recorder recorder = new Recorder(phases, text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 61; second++) {
      for (String name : names) {
        for (int i = 0; i < 30; i++) {
          long micros = (long) (20_000 * Math.exp(0.1 * random.nextGaussian()));
          recorder.timed("U", "", name, second * 1_000L, micros, true, "200", "");
        }
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return RunBlocks.of(phases, intervals);
  }

  @Test
  void requests_that_only_one_side_has_need_no_longer_run() {
    RunBlocks earlier = named(1, "Search", "Login");

    assertThat(RunComparison.of(List.of(earlier), named(2, "Search", "Log in")).lines())
        .contains("requests only in the baseline: Login; only in the current run: Log in")
        .noneMatch(line -> line.contains("a longer run"));
    assertThat(RunComparison.of(List.of(earlier), named(2, "Search")).lines())
        .contains("requests only in the baseline: Login");
    assertThat(
            RunComparison.of(List.of(earlier), named(2, "Search", "Login", "a", "b", "c", "d"))
                .lines())
        .contains("requests only in the current run: a, b, c and 1 more");
  }

  @Test
  void a_request_that_one_of_several_baseline_runs_lacks_cannot_be_compared() {
    List<RunBlocks> baselines = List.of(named(1, "Search", "Pay"), named(2, "Search"));

    assertThat(RunComparison.of(baselines, named(3, "Search", "Pay")).lines())
        .contains(
            "6 comparisons cannot be made; the first is p50 of Pay: a baseline run has no request"
                + " in steady time: TOO SHORT")
        .noneMatch(line -> line.contains("a longer run"));
  }

  @Test
  void that_intervals_are_wide_because_the_service_wanders_is_said() {
    SimulatedRun wandering = SERVICE.drift(0.05, 0.95).perSecond(200);

    RunComparison wide = RunComparison.of(List.of(wandering.run(1, 1)), wandering.run(2, 1));
    RunComparison usual = RunComparison.of(List.of(SERVICE.run(1, 1)), SERVICE.run(2, 1));

    assertThat(wide.widening()).isBetween(1.5, 3.0);
    assertThat(wide.lines())
        .anyMatch(
            line ->
                line.matches(
                    "response times change slowly, so their intervals are \\d(\\.\\d)? times as wide"
                        + " as for independent seconds; longer runs narrow them"));
    assertThat(usual.lines()).noneMatch(line -> line.contains("change slowly"));
  }

  @Test
  void that_one_run_tells_nothing_of_how_runs_differ_is_said() {
    RunBlocks run = SERVICE.run(1, 1);

    assertThat(RunComparison.of(List.of(run), run).note()).isPresent();
    assertThat(RunComparison.of(List.of(run, run), run).note()).isEmpty();
  }

  @Test
  void runs_that_differ_among_themselves_make_the_interval_wider() {
    SimulatedRun moody = SERVICE.betweenRuns(0.2, true);
    List<RunBlocks> baselines = List.of(moody.run(1, 1), moody.run(2, 1), moody.run(3, 1));

    Change one = change(RunComparison.of(baselines.subList(0, 1), baselines.get(1)), "mean");
    Change all = change(RunComparison.of(baselines, baselines.get(1)), "mean");

    assertThat(all.high() - all.low()).isGreaterThan(2 * (one.high() - one.low()));
  }

  @Test
  void without_a_baseline_there_is_no_comparison() {
    assertThatThrownBy(() -> RunComparison.of(List.of(), SERVICE.run(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no baseline run; a comparison needs at least one run of the same plan");
  }

  @Test
  void a_change_reads_the_same_everywhere() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Change change =
          new Change(
              Scope.ALL.of(new Subject.Request("Log in")),
              new AtPercentile(Percentile.P95),
              206,
              243,
              17.96,
              11.7,
              24.6,
              Optional.of(new Difference.Share(0, 0)),
              99.43,
              0.001,
              Finding.REGRESSION,
              false);
      Change errors =
          new Change(
              Scope.ALL,
              Simple.ERROR_RATE,
              0.1,
              2.34,
              2.24,
              -0.31,
              4.8,
              Optional.empty(),
              99.43,
              0.001,
              Finding.NO_CHANGE,
              false);

      assertThat(change)
          .hasToString(
              "p95 of Log in: 206 ms -> 243 ms, +18 % (99.4 % interval +12 to +25 %): REGRESSION");
      assertThat(errors)
          .hasToString(
              "error rate: 0.10 % -> 2.34 %, +2.2 points (99.4 % interval -0.31 to +4.8 points):"
                  + " NO CHANGE");
    } finally {
      Locale.setDefault(before);
    }
  }
}
