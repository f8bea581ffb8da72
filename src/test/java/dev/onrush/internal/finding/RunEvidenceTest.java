package dev.onrush.internal.finding;

import static dev.onrush.dsl.OnrushDsl.capacitySearch;
import static dev.onrush.dsl.OnrushDsl.errorCount;
import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.statusCount;
import static dev.onrush.dsl.OnrushDsl.statusShare;
import static dev.onrush.dsl.OnrushDsl.successCount;
import static dev.onrush.dsl.OnrushDsl.throughput;
import static dev.onrush.dsl.OnrushDsl.trend;
import static dev.onrush.internal.capacity.LevelOutcome.BROKE;
import static dev.onrush.internal.capacity.LevelOutcome.HELD;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.internal.capacity.LevelOutcome;
import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchEnd;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Observation;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunEvidenceTest {

  private static final List<Phase> PHASES =
      List.of(new Phase("steady", Duration.ZERO, ofSeconds(40)));

  private static final Threshold FLOOR = throughput().atLeast(perSecond(30));
  private static final Threshold CEILING = throughput().atMost(perSecond(60));

  /** A run of 40 s with {@code before} requests a second, and another number from 20 s on. */
  private static List<Breach> breaches(List<Threshold> thresholds, int before, int after) {
    RunEvidence evidence = new RunEvidence(thresholds, PHASES, List.of(), new ServiceHistory());
    Judge judge = new Judge(thresholds, PHASES, List.of());
    record(evidence, judge, before, after);
    return evidence.explain(judge.judge(), List.of()).breaches();
  }

  private static void record(RunEvidence evidence, Judge judge, int before, int after) {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      for (int i = 0; i < (second < 20 ? before : after); i++) {
        long start = 1_000L * second;
        recorder.response("B", "", "r", start, start + 10, true, "200", "");
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }
  }

  @Test
  void a_threshold_on_each_request_breaks_when_its_first_request_does() {
    Threshold each = p95().ofEachRequest().below(ofMillis(500));
    RunEvidence evidence = new RunEvidence(List.of(each), PHASES, List.of(), new ServiceHistory());
    Judge judge = new Judge(List.of(each), PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      long start = 1_000L * second;
      for (int i = 0; i < 100; i++) {
        recorder.response("B", "", "Browse", start, start + 10, true, "200", "");
      }
      recorder.response("B", "", "Pay", start, start + (second < 20 ? 10 : 900), true, "200", "");
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }

    Breach breach = evidence.explain(judge.judge(), List.of()).breaches().get(0);

    assertThat(breach.from()).isEqualTo(ofSeconds(20));
    assertThat(breach.to()).isEqualTo(ofSeconds(40));
  }

  private static final CapacitySearch SEARCH =
      capacitySearch().from(perSecond(50)).upTo(perSecond(2_000));

  /** Probes of 10 s each, one after the other. */
  private static List<Breach> breaches(Object... levelsAndOutcomes) {
    Threshold threshold = p95().below(ofMillis(200));
    List<ProbeResult> probes = new ArrayList<>();
    for (int i = 0; i < levelsAndOutcomes.length; i += 2) {
      int number = probes.size() + 1;
      LevelOutcome outcome = (LevelOutcome) levelsAndOutcomes[i + 1];
      probes.add(
          new ProbeResult(
              number,
              (int) levelsAndOutcomes[i],
              ofSeconds(10L * number),
              ofSeconds(10L * number + 10),
              outcome,
              "",
              100,
              100,
              OptionalDouble.of(100),
              0,
              List.of(
                  new Judgement(
                      threshold,
                      outcome == BROKE ? Verdict.FAIL : Verdict.PASS,
                      OptionalDouble.of(100),
                      100,
                      "",
                      Optional.empty()))));
    }
    SearchResult result =
        new SearchResult(SEARCH, Optional.empty(), List.of(), SearchEnd.FOUND, "", probes);
    return new RunEvidence(List.of(threshold), PHASES, List.of(), new ServiceHistory())
        .explain(result)
        .breaches();
  }

  @Test
  void a_search_is_explained_by_its_breaking_point_and_not_by_a_level_that_broke_by_bad_luck() {
    assertThat(breaches(600, HELD, 800, BROKE, 625, BROKE, 600, HELD, 625, HELD, 625, HELD))
        .extracting(Breach::headline)
        .containsExactly("p95 at 800/s broke at 00:20");
    assertThat(breaches(50, BROKE, 50, HELD, 50, HELD, 2_000, HELD, 2_000, HELD)).isEmpty();
  }

  @Test
  void a_floor_and_a_ceiling_of_one_measure_each_have_a_breach_of_their_own() {
    for (List<Threshold> both : List.of(List.of(FLOOR, CEILING), List.of(CEILING, FLOOR))) {
      // 40/s and then 10/s is 25/s in total; 50/s and then 90/s is 70/s in total.
      assertThat(breaches(both, 40, 10))
          .as("the floor of %s", both)
          .extracting(Breach::headline)
          .containsExactly("throughput broke at 00:20");
      assertThat(breaches(both, 50, 90))
          .as("the ceiling of %s", both)
          .extracting(Breach::headline)
          .containsExactly("throughput broke at 00:20");
    }
  }

  @Test
  void what_certainly_broke_comes_before_an_earlier_breach_that_may_be_the_generators() {
    List<Threshold> both = List.of(p95().below(ofMillis(5)), FLOOR);
    RunEvidence evidence = new RunEvidence(both, PHASES, List.of(), new ServiceHistory());
    Judge judge = new Judge(both, PHASES, List.of());
    record(evidence, judge, 40, 10);
    List<Judgement> judgements =
        judge.judge().stream()
            .map(j -> j.threshold().equals(FLOOR) ? j : j.untrusted("the generator stood still"))
            .toList();
    GeneratorFinding standstill =
        new GeneratorFinding("the generator stood still", Duration.ZERO, ofSeconds(2));

    assertThat(evidence.explain(judgements, List.of(standstill)).breaches())
        .extracting(Breach::headline)
        .containsExactly("throughput broke at 00:20", "As measured, p95 broke at 00:00");
  }

  @Test
  void refused_requests_are_no_cause_of_the_values_of_an_own_metric() {
    List<Threshold> both =
        List.of(trend("basket").mean().atMost(100), errorRate().below(ofPercent(1)));
    RunEvidence evidence = new RunEvidence(both, PHASES, List.of(), new ServiceHistory());
    Judge judge = new Judge(both, PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      boolean late = second >= 20;
      for (int i = 0; i < 20; i++) {
        long start = 1_000L * second;
        boolean passed = !late || i >= 5;
        recorder.response("B", "", "r", start, start + 2, passed, passed ? "200" : "503", "busy");
        recorder.metric("B", "basket", start, late ? 500 : 5);
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }

    assertThat(evidence.explain(judge.judge(), List.of()).breaches())
        .extracting(Breach::headline, breach -> breach.causes().stream().map(Cause::name).toList())
        .containsExactlyInAnyOrder(
            tuple("mean of metric basket broke at 00:20", List.of()),
            tuple("error rate broke at 00:20", List.of("admission control")));
    assertThat(evidence.explain(judge.judge(), List.of()).breaches())
        .flatExtracting(Breach::observed)
        .isEmpty();
  }

  /** p95 is not explained by 3 % of failures, but these broke the error rate. */
  @Test
  void thresholds_with_one_cause_share_what_was_observed_of_each() {
    List<Threshold> both = List.of(p95().below(ofMillis(200)), errorRate().below(ofPercent(1)));
    ServiceHistory service = new ServiceHistory();
    RunEvidence evidence = new RunEvidence(both, PHASES, List.of(), service);
    Judge judge = new Judge(both, PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      boolean late = second >= 20;
      long start = 1_000L * second;
      for (int i = 0; i < 33; i++) {
        boolean passed = !late || i > 0;
        recorder.response(
            "B", "", "r", start, start + (late ? 500 : 5), passed, passed ? "200" : "500", "no");
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      service.add(interval.end(), Map.of("process_cpu_usage", late ? 0.99 : 0.1));
      evidence.add(interval);
      judge.add(interval);
    }

    List<Breach> breaches = evidence.explain(judge.judge(), List.of()).breaches();

    assertThat(breaches).hasSize(1);
    assertThat(breaches.get(0).headline()).startsWith("p95 broke").endsWith("1 more threshold");
    assertThat(breaches.get(0).observed())
        .extracting(Observation::text)
        .containsExactly("20 of 660 requests failed: 20 with status 500 since 00:20");
  }

  private static final RunFlow FLOW_A = new RunFlow("A", List.of("Users (A)"));
  private static final RunFlow FLOW_B = new RunFlow("B", List.of("Users (B)"));

  /**
   * Returns the causes of a breach in a run of two flows with 50 requests a second each. From 20 s
   * on, 25 of A fail with status 429, and 10 of B with status 500 and the text of a full pool.
   *
   * @param flows of the run if it is a duet
   */
  private static List<Cause> causes(Threshold threshold, List<RunFlow> flows) {
    List<Phase> phases =
        Stream.of(FLOW_A, FLOW_B).map(flow -> PHASES.get(0).of(Optional.of(flow))).toList();
    RunEvidence evidence = new RunEvidence(List.of(threshold), phases, flows, new ServiceHistory());
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    Recorder recorder = new Recorder(phases, text -> text);
    for (int second = 0; second < 40; second++) {
      long at = 1_000L * second;
      for (int i = 0; i < 50; i++) {
        boolean failsA = second >= 20 && i < 25;
        boolean failsB = second >= 20 && i < 10;
        recorder.response(
            "Users (A)", "", "r", at, at + 10, !failsA, failsA ? "429" : "200", "status");
        recorder.response(
            "Users (B)", "", "r", at, at + 10, !failsB, failsB ? "500" : "200", "status");
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }
    for (int i = 0; i < 3; i++) {
      evidence.answered("Users (B)", ofSeconds(21), "FATAL: sorry, too many clients already");
    }
    return evidence.explain(judge.judge(), List.of()).breaches().get(0).causes();
  }

  @Test
  void in_a_duet_responses_of_one_version_do_not_explain_a_breach_of_the_other() {
    List<RunFlow> duet = List.of(FLOW_A, FLOW_B);

    assertThat(causes(errorRate().inFlow("B").below(ofPercent(5)), duet))
        .extracting(Cause::name)
        .containsExactly("database connections");
    assertThat(causes(errorRate().inFlow("A").below(ofPercent(5)), duet))
        .extracting(Cause::name)
        .containsExactly("rate limit");
  }

  @Test
  void a_breach_of_one_flow_or_class_is_explained_by_its_own_failures() {
    for (Threshold threshold :
        List.of(
            errorRate().inFlow("B").below(ofPercent(5)),
            errorRate().by("Users (B)").below(ofPercent(5)))) {
      assertThat(causes(threshold, List.of()))
          .extracting(Cause::name)
          .containsExactly("database connections");
    }
    assertThat(causes(errorRate().below(ofPercent(5)), List.of()))
        .extracting(Cause::name)
        .contains("rate limit");
  }

  /** The requests of both flows, 100/s, are the load of the service. */
  @Test
  void a_rate_limit_is_told_with_all_requests_to_the_service() {
    assertThat(causes(errorRate().inFlow("A").below(ofPercent(5)), List.of()))
        .singleElement()
        .satisfies(cause -> assertThat(cause.evidence()).contains("requests were sent at 100/s"));
  }

  /** The number of failures of a request in a second. */
  private interface Failures {
    int in(int second, String request);
  }

  private static final List<Phase> THREE =
      List.of(
          new Phase("before", Duration.ZERO, ofSeconds(10)),
          new Phase("spike", ofSeconds(10), ofSeconds(15)),
          new Phase("after", ofSeconds(15), ofSeconds(30)));

  /**
   * Returns the breaches of a run of 30 s with 20 responses a second to each of e1 and e3, some of
   * which have status 503.
   */
  private static List<Breach> breaches(Failures failures, Threshold... thresholds) {
    List<Threshold> all = List.of(thresholds);
    RunEvidence evidence = new RunEvidence(all, THREE, List.of(), new ServiceHistory());
    Judge judge = new Judge(all, THREE, List.of());
    Recorder recorder = new Recorder(THREE, text -> text);
    for (int second = 0; second < 30; second++) {
      long at = 1_000L * second;
      for (String request : List.of("e1", "e3")) {
        for (int i = 0; i < 20; i++) {
          boolean passes = i >= failures.in(second, request);
          recorder.response(
              "B", "", request, at, at + 10, passes, passes ? "200" : "503", passes ? "" : "busy");
        }
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      evidence.add(interval);
      judge.add(interval);
    }
    return evidence.explain(judge.judge(), List.of()).breaches();
  }

  private static Span time(Failures failures, Threshold threshold) {
    Breach breach = breaches(failures, threshold).get(0);
    return new Span(breach.from(), breach.to());
  }

  @Test
  void a_count_breaks_when_the_requests_of_its_own_scope_fail() {
    Failures ofOthersFirst =
        (second, request) ->
            request.equals("e1") ? (second < 4 ? 2 : 0) : second >= 20 ? 2 : second == 8 ? 5 : 0;

    for (Threshold threshold :
        List.of(
            errorCount().of("e3").during("after").atMost(15),
            statusCount(503).of("e3").during("after").atMost(15),
            statusCount("5xx").of("e3").during("after").exactly(0),
            successCount().of("e3").during("after").atLeast(290))) {
      assertThat(time(ofOthersFirst, threshold))
          .as(threshold.name())
          .isEqualTo(new Span(ofSeconds(20), ofSeconds(30)));
    }
  }

  /** Two stray failures at 4 s; from 10 to 15 s, 20 of 40 requests a second are refused. */
  private static final Failures SPIKE =
      (second, request) ->
          second == 4 ? 1 : request.equals("e1") && second >= 10 && second < 15 ? 20 : 0;

  @Test
  void stray_failures_long_before_are_not_the_moment_of_a_breach_of_a_count() {
    for (Threshold threshold :
        List.of(
            errorCount().atMost(60),
            errorCount().during("spike").atMost(60),
            statusCount(503).atMost(15),
            statusCount("5xx").every(ofSeconds(5)).atMost(50),
            statusCount("5xx").every(ofSeconds(10)).atMost(15))) {
      assertThat(time(SPIKE, threshold))
          .as(threshold.name())
          .isEqualTo(new Span(ofSeconds(10), ofSeconds(15)));
    }
  }

  /** Two failures are within a limit of two, and beyond a limit of one. */
  @Test
  void a_count_breaks_with_the_failures_that_pass_its_bound() {
    assertThat(time(SPIKE, errorCount().atMost(2)).from()).isEqualTo(ofSeconds(10));
    assertThat(time(SPIKE, errorCount().atMost(1)).from()).isEqualTo(ofSeconds(4));
  }

  @Test
  void a_count_of_failures_that_are_equally_frequent_breaks_when_they_begin() {
    Failures everyOtherSecond =
        (second, request) -> request.equals("e1") && second % 2 == 1 ? 1 : 0;

    assertThat(time(everyOtherSecond, errorCount().atMost(10)).from()).isEqualTo(ofSeconds(1));
  }

  @Test
  void a_count_of_each_request_breaks_with_the_request_that_passes_its_bound() {
    Failures both =
        (second, request) -> request.equals("e1") ? (second < 4 ? 2 : 0) : second >= 20 ? 2 : 0;

    assertThat(time(both, errorCount().ofEachRequest().atMost(10)).from()).isEqualTo(ofSeconds(20));
  }

  @Test
  void breaches_of_counts_in_one_spike_are_explained_together_and_by_the_service() {
    assertThat(
            breaches(
                SPIKE,
                statusCount("5xx").every(ofSeconds(5)).atMost(50),
                errorCount().during("spike").atMost(60)))
        .extracting(Breach::headline, breach -> breach.causes().stream().map(Cause::name).toList())
        .containsExactly(
            tuple(
                "count of status 5xx every 5 s broke at 00:10, with 1 more threshold",
                List.of("admission control")));
  }

  /** Ten requests of the spike are answered 8 s after it, with status 503 and late. */
  @Test
  void a_breach_by_answers_that_come_after_their_phase_is_in_its_last_seconds_or_after_it() {
    List<Threshold> thresholds =
        List.of(
            p95().during("spike").below(ofSeconds(1)),
            errorRate().during("spike").below(ofPercent(5)),
            statusShare(503).during("spike").below(ofPercent(5)),
            errorCount().during("spike").atMost(5));
    for (Threshold threshold : thresholds) {
      RunEvidence evidence =
          new RunEvidence(List.of(threshold), THREE, List.of(), new ServiceHistory());
      Judge judge = new Judge(List.of(threshold), THREE, List.of());
      Recorder recorder = new Recorder(THREE, text -> text);
      for (int second = 0; second < 30; second++) {
        long at = 1_000L * second;
        for (int i = 0; i < 20; i++) {
          if (second != 14 || i < 10) {
            recorder.response("B", "", "r", at, at + 10, true, "200", "");
          }
          if (second == 22 && i >= 10) {
            recorder.response("B", "", "r", 14_000, at + 10, false, "503", "busy");
          }
        }
        Interval interval = recorder.takeInterval(ofSeconds(second + 1));
        evidence.add(interval);
        judge.add(interval);
      }

      List<Breach> breaches = evidence.explain(judge.judge(), List.of()).breaches();

      assertThat(breaches).as(threshold.name()).hasSize(1);
      assertThat(breaches.get(0).from())
          .as(threshold.name())
          .isBetween(ofSeconds(14), ofSeconds(22));
    }
  }

  /** B may have failed from the first second on; what is known at the end is the certainty. */
  @Test
  void a_difference_of_the_whole_run_did_not_break_at_its_last_second() {
    Threshold asked = Threshold.parse("error rate worse than A <= 0.5 %, implied");
    ServiceHistory service = new ServiceHistory();
    RunEvidence evidence =
        new RunEvidence(List.of(asked), PHASES, List.of(FLOW_A, FLOW_B), service);
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 41; second++) {
      recorder.response(
          "Users (B)", "", "r", 1_000L * second, 1_000L * second + 5, false, "", "no");
      service.add(ofSeconds(second + 1), Map.of("process_cpu_usage{duet=\"A\"}", 0.1));
      evidence.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    Judgement worse =
        new Judgement(asked, Verdict.FAIL, OptionalDouble.of(8), 41, "", Optional.empty());

    assertThat(evidence.explain(List.of(worse), List.of()).breaches())
        .extracting(Breach::headline)
        .containsExactly("error rate worse than A (implied) broke, certain at the end, 00:41");
  }
}
