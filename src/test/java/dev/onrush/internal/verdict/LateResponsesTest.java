package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.BaselineCheck;
import dev.onrush.internal.baseline.BaselineCheck.Answer;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Thresholds on a phase, some of whose requests are answered after it. */
class LateResponsesTest {

  private static final int PER_SECOND = 50;

  private static final List<Phase> PHASES =
      List.of(
          new Phase("ramp-up", Duration.ZERO, ofSeconds(20)),
          new Phase(
              "steady",
              ofSeconds(20),
              ofSeconds(50),
              Optional.of(new HeldLevel(PER_SECOND, HeldLevel.Unit.ARRIVALS))),
          new Phase("ramp-down", ofSeconds(50), ofSeconds(60)));

  private record Response(long start, long end, boolean passed) {}

  /**
   * Returns a run of 60 s with 50 requests a second.
   *
   * @param millis the time of each request by its number; a request of 10 s or longer fails
   */
  private static List<Interval> run(IntUnaryOperator millis) {
    return run(millis, (request, time) -> time < 10_000);
  }

  private interface Passed {
    boolean test(int request, int millis);
  }

  private static List<Interval> run(IntUnaryOperator millis, Passed passed) {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < 60 * PER_SECOND; i++) {
      long start = i * 1_000L / PER_SECOND;
      int time = millis.applyAsInt(i);
      responses.add(new Response(start, start + time, passed.test(i, time)));
    }
    responses.sort(Comparator.comparing(Response::end));
    Recorder recorder = new Recorder(PHASES, text -> text);
    List<Interval> intervals = new ArrayList<>();
    int next = 0;
    for (int second = 1; next < responses.size(); second++) {
      while (next < responses.size() && responses.get(next).end <= second * 1_000L) {
        Response of = responses.get(next++);
        recorder.response(
            "B", "", "r", of.start, of.end, of.passed, of.passed ? "200" : "", "time out");
      }
      intervals.add(recorder.takeInterval(ofSeconds(second)));
    }
    return intervals;
  }

  private static Judgement judge(Threshold threshold, IntUnaryOperator millis) {
    Judge judge = new Judge(List.of(threshold), PHASES, List.of());
    run(millis).forEach(judge::add);
    return judge.judge().get(0);
  }

  /** Answers at once, but nothing that is sent from 35 s on, which times out after 60 s. */
  private static int diesAt35s(int request) {
    return request < 35 * PER_SECOND ? 20 : 60_000;
  }

  @Test
  void the_last_window_of_a_phase_contains_what_was_answered_after_it() {
    for (Threshold threshold :
        List.of(
            errorRate().during(STEADY).every(ofSeconds(5)).below(ofPercent(1)),
            p95().during(STEADY).every(ofSeconds(5)).below(ofSeconds(1)),
            max().during(STEADY).every(ofSeconds(5)).below(ofSeconds(1)),
            errorCount().during(STEADY).every(ofSeconds(5)).atMost(10))) {
      Judgement judgement = judge(threshold, LateResponsesTest::diesAt35s);

      assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void the_last_window_of_a_phase_is_not_judged_without_what_was_answered_after_it() {
    // one request in 50 fails at once; the successes of the last second take 2 s
    IntUnaryOperator slowAtTheEnd =
        request -> request % PER_SECOND == 0 ? 20 : request < 49 * PER_SECOND ? 30 : 2_000;
    List<Interval> run = run(slowAtTheEnd, (request, millis) -> millis != 20);
    Judge judge =
        new Judge(
            List.of(errorRate().during(STEADY).every(ofSeconds(1)).below(ofPercent(10))),
            PHASES,
            List.of());

    run.forEach(judge::add);

    // 1 failure and 49 late successes, or as many in all other seconds
    Judgement judgement = judge.judge().get(0);
    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.actual().orElseThrow()).isBetween(2.0, 2.1);
    assertThat(judgement.detail()).endsWith("of 30 windows");
  }

  private static final RunFlow A = new RunFlow("A", List.of("U (A)"));
  private static final RunFlow B = new RunFlow("B", List.of("U (B)"));

  /** Two flows of 30 s. */
  private static final List<Phase> FLOWS =
      List.of(
          new Phase(STEADY, Duration.ZERO, ofSeconds(30)).of(Optional.of(A)),
          new Phase(STEADY, Duration.ZERO, ofSeconds(30)).of(Optional.of(B)));

  private record Sent(String userClass, int seconds, IntUnaryOperator millis) {}

  /** Judges 20 requests a second of each class; a request of 10 s or longer fails. */
  private static Judgement judge(Threshold threshold, List<Phase> phases, Sent... classes) {
    record Answer(String userClass, Response of) {}
    List<Answer> answers = new ArrayList<>();
    for (Sent sent : classes) {
      for (int i = 0; i < 20 * sent.seconds; i++) {
        int time = sent.millis.applyAsInt(50 * i);
        answers.add(
            new Answer(sent.userClass, new Response(50L * i, 50L * i + time, time < 10_000)));
      }
    }
    answers.sort(Comparator.comparing(answer -> answer.of.end));
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    int next = 0;
    for (int second = 1; next < answers.size(); second++) {
      while (next < answers.size() && answers.get(next).of.end <= second * 1_000L) {
        Answer answer = answers.get(next++);
        Response of = answer.of;
        recorder.response(
            answer.userClass, "", "r", of.start, of.end, of.passed, of.passed ? "200" : "", "e");
      }
      judge.add(recorder.takeInterval(ofSeconds(second)));
    }
    return judge.judge().get(0);
  }

  @Test
  void the_windows_of_a_flow_contain_what_was_answered_after_its_end() {
    IntUnaryOperator hangs = sentAt -> sentAt < 15_000 ? 20 : 60_000;

    for (Threshold threshold :
        List.of(
            errorRate().inFlow("B").every(ofSeconds(10)).below(ofPercent(5)),
            p95().inFlow("B").every(ofSeconds(10)).below(ofSeconds(1)),
            p95().by("U (B)").every(ofSeconds(10)).below(ofSeconds(1)),
            errorCount().inFlow("B").every(ofSeconds(10)).atMost(0),
            errorRate().ofEachRequest().by("U (B)").every(ofSeconds(10)).below(ofPercent(5)))) {
      Judgement hung =
          judge(threshold, FLOWS, new Sent("U (A)", 30, at -> 20), new Sent("U (B)", 30, hangs));
      Judgement other =
          judge(threshold, FLOWS, new Sent("U (A)", 30, hangs), new Sent("U (B)", 30, at -> 20));

      assertThat(hung.verdict()).as("%s", hung).isEqualTo(Verdict.FAIL);
      assertThat(other.verdict()).as("%s", other).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void requests_that_are_sent_after_a_flow_do_not_dilute_its_last_window() {
    // the errors of the last 10 s are half of its requests; then 60 s of successes follow
    Judgement judgement =
        judge(
            errorRate().inFlow("B").every(ofSeconds(10)).below(ofPercent(20)),
            FLOWS,
            new Sent("U (A)", 30, at -> 20),
            new Sent("U (B)", 90, at -> at < 25_000 || at >= 30_000 ? 20 : 15_000));

    assertThat(judgement.toString())
        .isEqualTo(
            "FAIL: error rate in flow B every 10 s was 50.0 % over 600 requests (limit 20 %):"
                + " from 00:20 to 00:30, of 21 windows");
  }

  @Test
  void windows_contain_what_was_answered_in_a_phase_that_is_not_counted() {
    List<Phase> phases =
        concurrentUsers()
            .hold(20, ofSeconds(30))
            .hold(20, ofSeconds(30))
            .notCounted()
            .hold(20, ofSeconds(10))
            .phases();
    IntUnaryOperator hangs = sentAt -> sentAt < 22_000 || sentAt >= 30_000 ? 20 : 10_000;

    for (Threshold threshold :
        List.of(
            errorRate().every(ofSeconds(10)).below(ofPercent(5)),
            p95().every(ofSeconds(10)).below(ofSeconds(1)),
            errorCount().every(ofSeconds(10)).atMost(0))) {
      Judgement judgement = judge(threshold, phases, new Sent("B", 70, hangs));

      assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.FAIL);
      assertThat(judge(threshold, phases, new Sent("B", 70, at -> 20)).verdict())
          .as("%s", threshold)
          .isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void a_few_slow_responses_after_a_phase_are_no_window_of_their_own() {
    IntUnaryOperator fewAreSlow = request -> request % 100 == 0 ? 2_000 : 20;

    assertThat(judge(p95().during(STEADY).every(ofSeconds(5)).below(ofMillis(500)), fewAreSlow))
        .extracting(Judgement::verdict)
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void requests_that_hang_when_the_load_ends_are_no_window_of_their_own() {
    IntUnaryOperator someHang = request -> request % 50 == 0 ? 10_000 : 20;
    IntUnaryOperator allHangAtLast = request -> request < 58 * PER_SECOND ? 20 : 10_000;
    IntUnaryOperator allHungBefore =
        request -> request < 54 * PER_SECOND || request >= 56 * PER_SECOND ? 20 : 10_000;

    for (Threshold threshold :
        List.of(
            errorRate().every(ofSeconds(2)).below(ofPercent(5)),
            p95().every(ofSeconds(2)).below(ofSeconds(1)))) {
      // In the last window, 2 requests end that were sent 10 s before, and 2 of its 100 hang.
      assertThat(judge(threshold, someHang).verdict()).isEqualTo(Verdict.PASS);
      assertThat(judge(threshold, allHangAtLast).verdict()).isEqualTo(Verdict.FAIL);
      assertThat(judge(threshold, allHungBefore).verdict()).isEqualTo(Verdict.FAIL);
    }
    assertThat(judge(errorRate().every(ofSeconds(2)).below(ofPercent(5)), someHang).actual())
        .hasValue(400 / 102.0);
  }

  @Test
  void a_rate_in_a_phase_counts_the_responses_that_end_in_it() {
    IntUnaryOperator slow = request -> 1_200;

    for (Threshold threshold :
        List.of(
            throughput().during(STEADY).every(ofSeconds(1)).atLeast(perSecond(45)),
            throughput().during(STEADY).every(ofSeconds(5)).atMost(perSecond(60)),
            requestCount().during(STEADY).every(ofSeconds(2)).atLeast(90),
            stability().within(ofPercent(5)))) {
      Judgement judgement = judge(threshold, slow);

      assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void a_trend_without_many_of_the_responses_is_not_judged() {
    Threshold drift = drift().within(ofPercent(10));

    assertThat(judge(drift, request -> 1_200).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(drift, LateResponsesTest::diesAt35s))
        .satisfies(
            judgement -> {
              assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
              assertThat(judgement.finding())
                  .contains(" of 1,500 requests came only after the time of the threshold");
            });
  }

  @Test
  void a_comparison_without_many_of_the_responses_is_not_made() {
    RunBlocks baseline = RunBlocks.of(PHASES, run(request -> 20 + request % 7));

    for (Simple statistic : List.of(Simple.ERROR_RATE, Simple.MEAN)) {
      BaselineCheck slow =
          BaselineCheck.of(
              List.of(baseline),
              RunBlocks.of(PHASES, run(request -> 1_200)),
              Scope.ALL,
              statistic,
              5);
      BaselineCheck dead =
          BaselineCheck.of(
              List.of(baseline),
              RunBlocks.of(PHASES, run(LateResponsesTest::diesAt35s)),
              Scope.ALL,
              statistic,
              5);

      assertThat(slow.answer()).as("%s", slow).isNotEqualTo(Answer.TOO_SHORT);
      assertThat(dead.answer()).as("%s", dead).isEqualTo(Answer.TOO_SHORT);
      assertThat(dead.toString()).contains("that were answered only after the held level");
    }
  }

  private static Phase steady(String flow, int start, int end) {
    return new Phase(
        "steady",
        ofSeconds(start),
        ofSeconds(end),
        Optional.of(new HeldLevel(PER_SECOND, HeldLevel.Unit.ARRIVALS)),
        Optional.of(new RunFlow(flow, List.of(flow))));
  }

  /**
   * Returns the answer of a comparison with a baseline in a run with the flows A and B.
   *
   * @param phases of the flows; each sends 10 requests a second during its phase
   * @param hangsFrom when requests begin to hang until a timeout of 60 s, in seconds
   */
  private static Judgement compared(List<Phase> periods, List<Phase> phases, int hangsFrom) {
    Threshold threshold = errorRate().notWorseThanBaseline();
    RunBlocks baseline = RunBlocks.empty(periods, phases);
    flows(phases, Integer.MAX_VALUE).forEach(baseline::add);
    Judge judge =
        new Judge(
            List.of(threshold),
            phases,
            PlannedRequests.of(List.of()),
            ComparisonBasis.with(Optional.of(new Baseline("main", periods, List.of(baseline)))),
            new Timeline());
    flows(phases, hangsFrom).forEach(judge::add);
    return judge.judge().get(0);
  }

  private static List<Interval> flows(List<Phase> phases, int hangsFrom) {
    List<Map.Entry<String, Response>> responses = new ArrayList<>();
    for (Phase phase : phases) {
      for (long start = phase.start().toMillis(); start < phase.end().toMillis(); start += 100) {
        boolean passed = start < hangsFrom * 1_000L;
        responses.add(
            Map.entry(
                phase.flow().orElseThrow().name(),
                new Response(start, start + (passed ? 20 : 60_000), passed)));
      }
    }
    responses.sort(Comparator.comparing(of -> of.getValue().end));
    Recorder recorder = new Recorder(phases, text -> text);
    List<Interval> intervals = new ArrayList<>();
    int next = 0;
    for (int second = 1; next < responses.size(); second++) {
      while (next < responses.size() && responses.get(next).getValue().end <= second * 1_000L) {
        Response of = responses.get(next).getValue();
        String flow = responses.get(next++).getKey();
        recorder.response(flow, "", "r", of.start, of.end, of.passed, "", "");
      }
      intervals.add(recorder.takeInterval(ofSeconds(second)));
    }
    return intervals;
  }

  private static Phase period(int number, int start, int end) {
    return new Phase(
        "hold " + number,
        ofSeconds(start),
        ofSeconds(end),
        Optional.of(new HeldLevel(PER_SECOND, HeldLevel.Unit.ARRIVALS)));
  }

  /** From 20 s on, 40 s of 60 are answered only after the end: 800 of 1,200 requests. */
  @Test
  void a_comparison_of_several_flows_without_many_of_the_responses_is_not_made() {
    List<Phase> phases = List.of(steady("A", 0, 60), steady("B", 0, 60));
    List<Phase> periods = List.of(period(1, 0, 60));

    Judgement dead = compared(periods, phases, 20);

    assertThat(dead.verdict()).as("%s", dead).isEqualTo(Verdict.NO_DATA);
    assertThat(dead.finding())
        .contains("800 of 1,180 requests that were answered only after the held level");
    assertThat(compared(periods, phases, Integer.MAX_VALUE).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void what_a_flow_sends_between_two_periods_and_gets_answered_is_not_late() {
    Phase ramp = new Phase("ramp-up", ofSeconds(30), ofSeconds(50)).of(steady("B", 0, 1).flow());
    List<Phase> phases = List.of(steady("A", 0, 80), steady("B", 0, 30), ramp);

    Judgement sound =
        compared(List.of(period(1, 0, 30), period(2, 50, 80)), phases, Integer.MAX_VALUE);

    assertThat(sound.verdict()).as("%s", sound).isEqualTo(Verdict.PASS);
  }
}
