package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.DuetPlan;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Thresholds on the difference between A and B. */
class DuetJudgeTest {

  private static final SimulatedDuet SERVICE = SimulatedDuet.QUIET;

  private static Judge judge(boolean stops, List<Threshold> thresholds) {
    return judge(stops, thresholds, List.of("Search", "Pay"));
  }

  private static Judge judge(boolean stops, List<Threshold> thresholds, List<String> requests) {
    List<Phase> run = List.of(new Phase("run", Duration.ZERO, Duration.ofSeconds(120)));
    return judge(stops, thresholds, requests, run);
  }

  private static Judge judge(
      boolean stops, List<Threshold> thresholds, List<String> requests, List<Phase> phases) {
    Duet duet =
        new Duet(
            new Duet.Terms("http://127.0.0.1:1", "http://127.0.0.1:2", 5, stops),
            SERVICE.blocks(),
            thresholds,
            requests);
    return new Judge(
        thresholds,
        phases,
        PlannedRequests.of(requests),
        new ComparisonBasis(Optional.empty(), Optional.of(duet), "baseline NAME FOLDER"),
        new Timeline());
  }

  private static List<Judgement> judged(double slower, Threshold... thresholds) {
    Judge judge = judge(false, List.of(thresholds));
    SERVICE.duet(3, slower).forEach(judge::add);
    return judge.judge();
  }

  @Test
  void java_and_text_say_the_same() {
    assertThat(Threshold.parse("p95 of Pay worse than A <= 5 %"))
        .isEqualTo(p95().of("Pay").notWorseThanA());
    assertThat(Threshold.parse(errorRate().ofEachRequest().notWorseThanA().text()))
        .isEqualTo(errorRate().ofEachRequest().notWorseThanABy(ofPercent(0.5)));
    assertThat(p95().of("Pay").notWorseThanA().key()).isEqualTo("p95-of-pay-worse-than-a");
  }

  @Test
  void what_a_duet_does_not_compare_is_refused() {
    String rest =
        " with A; percentiles below 100, mean, error rate and throughput of all requests, of one or"
            + " of each are compared, over the whole run and all users";
    assertThatThrownBy(() -> max().notWorseThanA()).hasMessage("threshold compares \"max\"" + rest);
    assertThatThrownBy(() -> p95().during("steady").notWorseThanA())
        .hasMessage("threshold compares \"p95 in steady\"" + rest);
  }

  @Test
  void a_version_that_is_worse_for_certain_fails() {
    Judgement judgement = judged(1.25, p95().of("Search").notWorseThanA()).get(0);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.actual().orElseThrow()).isBetween(5.0, 25.0);
    assertThat(judgement.detail()).startsWith("A ").endsWith(": worse by more than 5 %");
  }

  @Test
  void a_version_that_is_equal_for_certain_passes_and_what_is_undecided_passes_and_says_so() {
    assertThat(judged(1, p50().of("Search").notWorseThanABy(ofPercent(10))).get(0))
        .satisfies(
            j -> {
              assertThat(j.verdict()).isEqualTo(Verdict.PASS);
              assertThat(j.detail()).endsWith(": not worse by more than 10 %");
            });
    assertThat(judged(1.03, p95().of("Search").notWorseThanABy(ofPercent(3))).get(0))
        .satisfies(
            j -> {
              assertThat(j.verdict()).isEqualTo(Verdict.PASS);
              assertThat(j.detail())
                  .endsWith(": not certainly worse; undecided whether by more than 3 %");
            });
  }

  @Test
  void of_each_request_the_worst_is_told() {
    assertThat(judged(1.25, mean().ofEachRequest().notWorseThanA()).get(0))
        .satisfies(
            j -> {
              assertThat(j.verdict()).isEqualTo(Verdict.FAIL);
              assertThat(j.detail()).startsWith("mean of ").contains(": A ");
            });
  }

  /**
   * Search is slower by 4 %, but not for certain. Pay is faster by 20 %, and varies so much that it
   * may be slower by more than Search.
   */
  @Test
  void if_no_request_is_certainly_worse_the_one_that_is_nearest_to_it_is_told() {
    Judge judge = judge(false, List.of(mean().ofEachRequest().notWorseThanA()));
    Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
    SplittableRandom random = new SplittableRandom(1);
    for (int second = 0; second < 120; second++) {
      double search = 1_000_000 * Math.exp(0.04 + 0.15 * random.nextGaussian());
      double pay = 1_000_000 * Math.exp(-0.22 + 1.2 * random.nextGaussian());
      for (int i = 0; i < 10; i++) {
        long at = 1_000L * second;
        recorder.timed("Users (A)", "", "Pay", at, 1_000_001, true, "", "");
        recorder.timed("Users (B)", "", "Pay", at, (long) pay, true, "", "");
        recorder.timed("Users (A)", "", "Search", at, 1_000_001, true, "", "");
        recorder.timed("Users (B)", "", "Search", at, (long) search, true, "", "");
      }
      judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge.judge().get(0).detail()).startsWith("mean of Search: A 1.00 s, ");
  }

  @Test
  void of_a_request_in_several_groups_the_worst_is_told_with_its_group() {
    Judge judge = judge(false, List.of(mean().of("Pay").notWorseThanA()), List.of("Pay"));
    SERVICE.duet(3, 1.25).stream().map(DuetJudgeTest::inGroups).forEach(judge::add);

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge.judge().get(0).detail()).matches("mean of (Pay|Search) / Pay: A .*");
  }

  /** Returns the interval with Pay in two groups instead of Search and Pay. */
  private static Interval inGroups(Interval interval) {
    Map<Series, Tally> tallies = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (of, tally) ->
                tallies.put(
                    new Series(
                        of.kind(), of.userClass(), of.name() + " / Pay", of.phase(), of.outcome()),
                    tally));
    return new Interval(
        interval.start(), interval.end(), tallies, Map.of(), Optional.empty(), Map.of());
  }

  private static Threshold implied(Threshold written) {
    return new Threshold(
        written.measure(),
        written.condition(),
        written.abort(),
        written.severity(),
        written.scaling(),
        true);
  }

  @Test
  void requests_that_are_not_compared_are_named_up_to_three() {
    Threshold each = mean().ofEachRequest().notWorseThanA();
    List<String> unsent = List.of("R1", "R2", "R3", "R4", "R5");
    Judge judge = judge(false, List.of(implied(each)), unsent);
    SERVICE.duet(3, 1).forEach(judge::add);
    Judge written = judge(false, List.of(each), unsent.subList(0, 2));
    SERVICE.duet(3, 1).forEach(written::add);

    assertThat(judge.judge().get(0).detail())
        .startsWith("mean of ")
        .endsWith(
            "; not compared: mean of R1 (no requests); mean of R2 (no requests); mean of R3 (no"
                + " requests); and 2 more");
    assertThat(written.judge().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(written.judge().get(0).detail())
        .isEqualTo("mean of R1 (no requests); mean of R2 (no requests)");
  }

  @Test
  void too_few_samples_are_no_data() {
    assertThat(judged(1, percentile(99.9).of("Search").notWorseThanA()).get(0))
        .satisfies(
            j -> {
              assertThat(j.verdict()).isEqualTo(Verdict.NO_DATA);
              assertThat(j.detail())
                  .isEqualTo(
                      "too few samples: 1 block of time with 2,000 or more requests to each of A"
                          + " and B; 12 are needed");
            });
  }

  @Test
  void a_run_that_is_no_duet_has_no_data() {
    Judge judge =
        new Judge(
            List.of(p95().notWorseThanA()), List.of(Phase.WHOLE_RUN), List.of("Search", "Pay"));
    SERVICE.duet(3, 1).forEach(judge::add);

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(judge.judge().get(0).detail())
        .isEqualTo(
            "this run is not a duet; set the version to compare the target with, for example with"
                + " -Dagainst=http://127.0.0.1:8080");
  }

  /**
   * 60 requests a second to each version for a minute, all of which fail at B after this many
   * seconds.
   */
  private static Judgement brokenDown(int after) {
    Judge judge = judge(false, List.of(errorRate().notWorseThanA()), List.of("Search"));
    Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 60; i++) {
        long at = 1_000L * second;
        recorder.response("Users (A)", "", "Search", at, at + 20, true, "200", "");
        boolean ok = second < after;
        recorder.response(
            "Users (B)", "", "Search", at, at + 20, ok, ok ? "200" : "", ok ? "" : "refused");
      }
      judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return judge.judge().get(0);
  }

  /** A breakdown is a single event, for which no number of seconds gives an interval. */
  @Test
  void a_version_that_breaks_down_half_way_has_not_passed() {
    assertThat(brokenDown(60).verdict()).isEqualTo(Verdict.PASS);
    assertThat(brokenDown(5).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(brokenDown(5).detail())
        .isEqualTo(
            "A 0 %, B 91.7 %, +92 points: worse by far more than 0.5 points, but there are too"
                + " few independent samples for certainty");
    assertThat(brokenDown(30).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(brokenDown(50).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(brokenDown(55).verdict()).isEqualTo(Verdict.NO_DATA);
  }

  /**
   * Returns the judgements of duets of equal versions.
   *
   * @param time of a request in milliseconds; 0 for a request that fails
   */
  private static List<Judgement> ofEqual(
      int duets,
      int seconds,
      int perSecond,
      Threshold asked,
      ToDoubleFunction<SplittableRandom> time) {
    List<Judgement> judged = new ArrayList<>();
    for (int seed = 0; seed < duets; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Judge judge = judge(false, List.of(asked), List.of("Search"));
      Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
      for (int second = 0; second < seconds; second++) {
        for (int i = 0; i < 2 * perSecond; i++) {
          double took = time.applyAsDouble(random);
          recorder.response(
              i % 2 == 0 ? "Users (A)" : "Users (B)",
              "",
              "Search",
              1_000L * second,
              1_000L * second + Math.round(took),
              took > 0,
              "",
              "");
        }
        judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
      }
      judged.add(judge.judge().get(0));
    }
    return judged;
  }

  private static void assertNotFarWorse(List<Judgement> judged) {
    assertThat(judged)
        .noneMatch(of -> of.verdict() == Verdict.FAIL || of.detail().contains("worse by far"));
  }

  /**
   * A wide distribution, two kinds of times, and intentional errors: by chance, one version has
   * half as much again.
   */
  @Test
  void equal_versions_are_not_far_worse_where_few_blocks_differ_widely() {
    Threshold p95 = p95().notWorseThanA();

    assertNotFarWorse(ofEqual(200, 12, 40, p95, of -> 50 * Math.exp(1.5 * of.nextGaussian())));
    assertNotFarWorse(ofEqual(200, 60, 40, p95, of -> of.nextDouble() < 0.066 ? 200 : 5));
    assertNotFarWorse(
        ofEqual(200, 12, 50, errorRate().notWorseThanA(), of -> of.nextDouble() < 0.3 ? 0 : 20));
  }

  /** A duet in which B could be twice as slow unnoticed has compared nothing. */
  @Test
  void a_threshold_has_no_data_if_the_interval_does_not_exclude_that_b_is_far_worse() {
    Threshold p95 = p95().notWorseThanA();

    assertThat(ofEqual(20, 12, 40, p95, of -> 50 * Math.exp(0.25 * of.nextGaussian())))
        .extracting(Judgement::toString)
        .allMatch(
            of ->
                of.matches(
                    "NO_DATA: p95 worse than A could not be determined: .*A .* ms, B .* %: too few"
                        + " independent samples to tell whether worse by more than 5 %"));
    assertThat(ofEqual(40, 30, 40, p95, of -> 50 * Math.exp(1.5 * of.nextGaussian())))
        .filteredOn(of -> of.verdict() == Verdict.NO_DATA)
        .extracting(Judgement::detail)
        .anyMatch(of -> of.matches(".*A .* to [+](\\d+) %[)]: may be worse by up to \\1 %"));
  }

  /** Search has 60 blocks, Pay 15. */
  @Test
  void a_request_of_which_nothing_is_known_is_named_beside_the_others() {
    Judge judge =
        judge(false, List.of(p95().ofEachRequest().notWorseThanA()), List.of("Search", "Pay"));
    Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
    SplittableRandom random = new SplittableRandom(1);
    for (int second = 0; second < 60; second++) {
      for (String variant : List.of("Users (A)", "Users (B)")) {
        for (int i = 0; i < 50; i++) {
          long at = 1_000L * second;
          long took = Math.round((i < 40 ? 50 : 500) * Math.exp(0.1 * random.nextGaussian()));
          recorder.response(variant, "", i < 40 ? "Search" : "Pay", at, at + took, true, "200", "");
        }
      }
      judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge.judge().get(0).detail())
        .matches(
            "p95 of Search: .*A .*: not worse by more than 5 %; too uncertain: p95 of Pay \\(.*A .* %:"
                + " too few independent samples to tell whether worse by more than 5 %\\)");
  }

  @Test
  void equal_versions_are_not_far_worse_on_a_busy_machine() {
    SimulatedDuet busy = SimulatedDuet.BUSY.of(60, 100);
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int seed = 0; seed < 100; seed++) {
      Judge judge =
          judge(
              false,
              List.of(
                  p95().ofEachRequest().notWorseThanA(),
                  errorRate().ofEachRequest().notWorseThanA()));
      busy.duet(seed, 1).forEach(judge::add);
      judge.judge().forEach(of -> verdicts.merge(of.verdict(), 1, Integer::sum));
    }

    assertThat(verdicts).doesNotContainKey(Verdict.NO_DATA);
    assertThat(verdicts.getOrDefault(Verdict.FAIL, 0)).isLessThanOrEqualTo(5);
  }

  /**
   * Judges the same duet with a period in which no request of B ends; then this many of its
   * requests fail.
   *
   * @param from the first second of the period
   * @param to the second after the period, at the start of which the requests fail
   */
  private static Judgement hanging(double slower, int from, int to, int failures) {
    return hanging(slower, from, to, failures, false);
  }

  /**
   * Judges the same duet with another outcome of these requests.
   *
   * @param ok whether they succeed instead of failing
   */
  private static Judgement hanging(double slower, int from, int to, int requests, boolean ok) {
    Judge judge = judge(false, List.of(p95().of("Search").notWorseThanA()));
    for (Interval interval : SERVICE.duet(3, slower)) {
      long second = interval.start().toSeconds();
      judge.add(second < from || second >= to ? interval : withoutB(interval));
    }
    Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
    recorder.startAt(120_000);
    for (int i = 0; i < requests; i++) {
      recorder.response(
          "Users (B)", "", "Search", 1_000L * from, 121_000, ok, "", ok ? "" : "request timeout");
    }
    Duration end = Duration.ofSeconds(120);
    judge.add(interval(end, recorder.takeInterval(end.plusSeconds(1)).tallies()));
    return judge.judge().get(0);
  }

  private static Interval withoutB(Interval interval) {
    Map<Series, Tally> ofA = new HashMap<>(interval.tallies());
    ofA.keySet().removeIf(of -> of.userClass().equals("Users (B)"));
    return interval(interval.start(), ofA);
  }

  private static Interval interval(Duration start, Map<Series, Tally> tallies) {
    return new Interval(start, start.plusSeconds(1), tallies, Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void a_version_that_hangs_until_the_end_has_not_passed() {
    // With fewer requests than a block needs, as for concurrent users, and with more, as for
    // arrivals.
    for (int failures : new int[] {20, 1_000}) {
      Judgement judgement = hanging(1, 60, 120, failures);

      assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
      assertThat(judgement.detail()).matches("B hardly answered for 6. s of 121 s");
    }
    assertThat(hanging(1.5, 60, 120, 20).verdict())
        .as("worse for certain before")
        .isEqualTo(Verdict.FAIL);
    assertThat(hanging(1, 60, 120, 0).verdict())
        .as("in a stage in which B has no user")
        .isEqualTo(Verdict.PASS);
    assertThat(hanging(1, 112, 120, 20).verdict()).as("a pause").isEqualTo(Verdict.PASS);
  }

  /**
   * As if it were locked: the blocks of its responses are one block that is far from all others.
   */
  @Test
  void a_version_that_hangs_and_then_answers_has_not_passed() {
    for (int answers : new int[] {20, 1_000}) {
      assertThat(hanging(1, 80, 120, answers, true).detail())
          .matches("B hardly answered for 4. s of 121 s");
      assertThat(hanging(1, 112, 120, answers, true).verdict())
          .as("a pause")
          .isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void a_version_without_users_in_a_stage_is_not_silent_although_requests_fail_in_others() {
    Judge judge = judge(false, List.of(p95().notWorseThanA()), List.of("Search"));
    Recorder recorder = new Recorder(SERVICE.phases(), text -> text);
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 25; i++) {
        long at = 1_000L * second;
        boolean ok = i % 10 > 0;
        recorder.response("Users (A)", "", "Search", at, at + 20, ok, "", "");
        if (second < 50 || second >= 90) {
          recorder.response("Users (B)", "", "Search", at, at + 20, ok, "", "");
        }
      }
      judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.PASS);
  }

  /** A result that is certain at the stop remains, regardless of later data. */
  @Test
  void a_run_stops_when_each_difference_is_certain_and_all_else_is_kept() {
    List<Threshold> asked = List.of(p50().of("Search").notWorseThanA(), requestCount().atLeast(5));
    Judge judge = judge(true, asked);
    Judge unkept = judge(true, List.of(asked.get(0), requestCount().atLeast(1_000_000)));
    Judge going = judge(false, asked);
    List<Interval> intervals = new ArrayList<>(SERVICE.duet(3, 1.5));
    int stopped = 0;
    for (Interval interval : intervals) {
      judge.add(interval);
      unkept.add(interval);
      going.add(interval);
      stopped += judge.isCertain() ? 0 : 1;
    }

    assertThat(stopped).isBetween(10, 60);
    assertThat(unkept.isCertain()).isFalse();
    assertThat(going.isCertain()).isFalse();
    double atStop = judge.judge().get(0).actual().orElseThrow();
    SERVICE.duet(4, 1).forEach(judge::add);
    assertThat(judge.judge().get(0).actual().orElseThrow()).isEqualTo(atStop);
    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.FAIL);
  }

  /** The time without load is as long as the time with load: 100/s become 50/s. */
  @Test
  void what_was_kept_when_each_difference_was_certain_is_not_broken_by_waiting_for_answers() {
    Judge judge =
        judge(
            true,
            List.of(
                p50().of("Search").notWorseThanA(),
                throughput().atLeast(perSecond(80)),
                throughput().every(Duration.ofSeconds(1)).atLeast(perSecond(40)),
                requestCount().during("steady").every(Duration.ofSeconds(1)).atLeast(40),
                errorCount().every(Duration.ofSeconds(1)).exactly(0)),
            List.of("Search", "Pay"),
            SERVICE.phases());
    List<Interval> intervals = SERVICE.duet(3, 1.5);
    int stop = 0;
    while (!judge.isCertain()) {
      judge.add(intervals.get(stop++));
    }
    judge.timeline().endLoad();
    List<Judgement> atStop = judge.judge();

    for (int second = stop; second < 2 * stop; second++) {
      judge.add(
          new Interval(
              Duration.ofSeconds(second),
              Duration.ofSeconds(second + 1),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Map.of()));
    }

    assertThat(judge.judge().subList(1, 5))
        .extracting(Judgement::verdict)
        .containsOnly(Verdict.PASS);
    assertThat(judge.judge().subList(0, 4)).isEqualTo(atStop.subList(0, 4));
    // conditions that must not occur are checked until the end
    assertThat(judge.judge().get(4).detail()).isNotEqualTo(atStop.get(4).detail());
  }

  @Test
  void an_a_that_answers_nothing_fails_the_run() {
    GatlingDefaults.loadUnlessLoaded();
    LoadPlan plan =
        loadPlan("Shop")
            .users(userClass("Users").task("Search", get("/search")))
            .profile(arrivalRate().hold(perSecond(20), Duration.ofSeconds(10)))
            .thresholds(errorRate().below(ofPercent(1)));
    LoadPlan duet =
        DuetPlan.of(plan, false, new Percent(5), Optional.of(new Percent(50)), 1).plan();
    List<Phase> phases = duet.loads().stream().flatMap(load -> load.phases().stream()).toList();
    Judge judge = judge(false, duet.thresholds(), List.of("Search"), phases);
    Recorder recorder = new Recorder(phases, text -> text);
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        long at = second * 1_000L + i * 100L;
        recorder.response("Users (A)", "", "Search", at, at + 2, false, "500", "found 500");
        recorder.response("Users (B)", "", "Search", at, at + 20, true, "200", "");
      }
      judge.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    assertThat(judge.judge().subList(0, 2))
        .extracting(Judgement::toString)
        .containsExactly(
            "PASS: error rate in flow B was 0 % over 100 requests (limit 1 %)",
            "FAIL: error rate in flow A (implied) was 100 % over 100 requests (limit 50 %): if A"
                + " fails, there is nothing to compare B with; fix A, or set"
                + " onrush.impliedErrorRate");
    assertThat(Judge.worst(judge.judge())).isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_request_that_never_comes_keeps_a_run_going_only_where_somebody_has_asked_for_it() {
    Threshold written = mean().ofEachRequest().notWorseThanABy(ofPercent(20));
    List<String> requests = List.of("Search", "Pay", "Log out");
    Judge implied = judge(true, List.of(implied(written)), requests);
    Judge asked = judge(true, List.of(written), requests);
    int stopped = 0;
    for (Interval interval : SERVICE.duet(3, 1)) {
      implied.add(interval);
      asked.add(interval);
      stopped += implied.isCertain() ? 0 : 1;
    }

    assertThat(stopped).as("seconds; a quarter of the plan is 30").isBetween(29, 60);
    assertThat(implied.judge().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(implied.judge().get(0).detail())
        .endsWith("; not compared: mean of Log out (no requests)");
    assertThat(asked.isCertain()).isFalse();
  }
}
