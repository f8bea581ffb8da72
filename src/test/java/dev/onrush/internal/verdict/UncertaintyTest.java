package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.generator.Standstills;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Verdicts on times that may partly be the generator's own. */
class UncertaintyTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase(
              "steady",
              Duration.ZERO,
              ofSeconds(60),
              Optional.of(new HeldLevel(5, HeldLevel.Unit.USERS))));

  private final Recorder recorder = new Recorder(PHASES, text -> text);
  private final List<Interval> intervals = new ArrayList<>();

  /**
   * Adds a second with requests of a measured time and a time without the generator's share, in ms.
   */
  private UncertaintyTest second(int requests, long measured, long least) {
    return second("r", requests, measured, least);
  }

  private UncertaintyTest second(String name, int requests, long measured, long least) {
    add(name, requests, measured, least);
    return end();
  }

  private void add(String name, int requests, long measured, long least) {
    for (int i = 0; i < requests; i++) {
      recorder.timed(
          "B",
          "",
          name,
          new ResponseTime(1_000L * intervals.size(), 1_000 * measured, 1_000 * least),
          Outcome.OK,
          "200",
          "");
    }
  }

  private UncertaintyTest end() {
    intervals.add(recorder.takeInterval(ofSeconds(intervals.size() + 1)));
    return this;
  }

  private Judgement judge(Threshold threshold) {
    return judge(threshold, PHASES);
  }

  private Judgement judge(Threshold threshold, List<Phase> phases) {
    Judge judge = new Judge(List.of(threshold), phases, List.of("r"));
    intervals.forEach(judge::add);
    return judge.judge().get(0);
  }

  private Verdict verdict(Threshold threshold) {
    return judge(threshold).verdict();
  }

  @Test
  void an_upper_bound_is_kept_by_what_was_measured_and_broken_by_what_is_left_of_it() {
    second(100, 179, 8);

    assertThat(verdict(p99().below(ofMillis(200)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p99().below(ofMillis(5)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(p99().below(ofMillis(100)))).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_lower_bound_is_kept_by_what_is_left_and_broken_by_what_was_measured() {
    second(100, 179, 8);

    assertThat(verdict(p99().above(ofMillis(5)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p99().above(ofMillis(200)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(p99().above(ofMillis(100)))).isEqualTo(Verdict.INVALID);
  }

  @Test
  void bounds_on_both_sides_have_to_hold_at_both_ends() {
    second(100, 30, 10);

    assertThat(verdict(p99().between(ofMillis(5), ofMillis(40)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p99().between(ofMillis(40), ofMillis(50)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(p99().between(ofMillis(1), ofMillis(5)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(p99().between(ofMillis(20), ofMillis(40)))).isEqualTo(Verdict.INVALID);
    // both ends are outside of the bounds, but values between them may be within
    assertThat(verdict(p99().between(ofMillis(15), ofMillis(25)))).isEqualTo(Verdict.INVALID);
  }

  @Test
  void what_cannot_be_told_says_so_and_what_would_have_come_out() {
    second(100, 179, 8);

    Judgement judgement = judge(p99().below(ofMillis(100)));

    assertThat(judgement.toString())
        .isEqualTo(
            "INVALID: would be FAIL: p99 was 179 ms over 100 requests (limit 100 ms): the true"
                + " value is between 8.00 ms and 179 ms; the generator may account for the"
                + " difference");
    assertThat(judgement.asMeasured()).contains(Verdict.FAIL);
    assertThat(judgement.uncertainty()).contains(new Uncertainty(8, 179));
    assertThat(judgement.uncertaintyText()).contains("8.00 ms to 179 ms");
  }

  private void failed(int requests, Outcome outcome, String code) {
    for (int i = 0; i < requests; i++) {
      recorder.timed("B", "", "r", new ResponseTime(0, 1_000, 1_000), outcome, code, "refused");
    }
  }

  @Test
  void failures_in_a_burst_may_have_been_successes() {
    failed(1, Outcome.FAILED, "503");
    failed(3, Outcome.FAILED_IN_BURST, "503");
    failed(1, Outcome.FAILED_IN_BURST, "429");
    second(95, 20, 20); // status 200

    Judgement rate = judge(errorRate().below(ofPercent(2)));
    assertThat(rate.actual()).hasValue(5);
    assertThat(rate.uncertainty()).contains(new Uncertainty(1, 5));
    assertThat(rate.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(verdict(errorRate().below(ofPercent(1)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(errorRate().atMost(ofPercent(5)))).isEqualTo(Verdict.PASS);
    assertThat(judge(errorCount().atMost(0)).uncertainty()).contains(new Uncertainty(1, 5));
    assertThat(judge(statusShare(503).below(ofPercent(2))).uncertainty())
        .contains(new Uncertainty(1, 5)); // that of status 429 may have had status 503
    assertThat(judge(statusShare(200).atLeast(ofPercent(99))).uncertainty())
        .contains(new Uncertainty(95, 99));
    assertThat(judge(apdex(ofMillis(50)).atLeast(0.99)).uncertainty())
        .contains(new Uncertainty(0.95, 0.99));
  }

  @Test
  void failures_in_a_burst_are_certain_if_most_requests_fail_without_one() {
    failed(200, Outcome.FAILED, "404");
    failed(300, Outcome.FAILED_IN_BURST, "404");
    end();

    Judgement rate = judge(errorRate().below(ofPercent(90)));
    assertThat(rate.verdict()).isEqualTo(Verdict.FAIL);
    // 99 % interval of 200 of 200 by Wilson: 96.8 to 100 %; (200 + 0.968 * 300) / 500
    assertThat(rate.uncertainty().orElseThrow().least()).isCloseTo(98.07, within(0.01));
    assertThat(rate.uncertainty().orElseThrow().most()).isEqualTo(100);
    assertThat(judge(errorCount().atMost(490)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(errorCount().atMost(495)).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_few_failures_without_a_burst_make_those_in_bursts_no_more_certain() {
    failed(95, Outcome.FAILED, "503");
    failed(300, Outcome.FAILED_IN_BURST, "503");
    second(105, 20, 20);

    assertThat(judge(errorRate().below(ofPercent(20))).uncertainty())
        .contains(new Uncertainty(19, 79));
  }

  @Test
  void what_was_never_sent_makes_failures_in_bursts_no_more_certain() {
    failed(35, Outcome.CRASHED, "");
    failed(20, Outcome.FAILED_IN_BURST, "503");
    second(40, 20, 20);

    assertThat(judge(errorCount().atMost(0)).uncertainty()).contains(new Uncertainty(35, 55));
  }

  @Test
  void a_share_may_be_exactly_its_bound_without_the_burst() {
    failed(3, Outcome.FAILED_IN_BURST, "503");
    second(48, 20, 20);

    Judgement none = judge(statusShare(503).atMost(ofPercent(0)));
    assertThat(none.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(none.uncertainty().orElseThrow().least()).isZero();
    assertThat(verdict(statusShare(200).atLeast(ofPercent(100)))).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_few_requests_without_a_burst_make_those_in_bursts_no_more_certain() {
    failed(99, Outcome.FAILED, "503");
    failed(901, Outcome.FAILED_IN_BURST, "503");
    end();

    assertThat(judge(errorRate().below(ofPercent(50))).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_status_that_a_check_accepts_may_be_due_to_a_burst() {
    for (Outcome outcome : List.of(Outcome.OK, Outcome.OK_IN_BURST, Outcome.OK_IN_BURST)) {
      recorder.timed("B", "", "r", new ResponseTime(0, 1_000, 1_000), outcome, "429", "");
    }
    second(97, 20, 20); // status 200

    Judgement share = judge(statusShare(429).below(ofPercent(2)));
    assertThat(share.actual()).hasValue(3);
    assertThat(share.uncertainty()).contains(new Uncertainty(1, 3));
    assertThat(share.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judge(statusShare(200).atLeast(ofPercent(98))).uncertainty())
        .contains(new Uncertainty(97, 99));
    assertThat(judge(errorRate().below(ofPercent(1))).uncertainty()).contains(Uncertainty.none(0));
    assertThat(judge(successCount().atLeast(100)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(apdex(ofMillis(50)).atLeast(1)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void an_expected_404_in_a_burst_hides_no_error_of_the_server() {
    for (int i = 0; i < 10; i++) {
      recorder.timed(
          "B", "", "r", new ResponseTime(0, 1_000, 1_000), Outcome.OK_IN_BURST, "404", "");
    }
    failed(10, Outcome.FAILED_IN_BURST, "404");
    second(80, 20, 20); // status 200

    Judgement errors = judge(statusCount("5xx").atMost(0));
    assertThat(errors.uncertainty()).contains(Uncertainty.none(0));
    assertThat(errors.verdict()).isEqualTo(Verdict.PASS);
    assertThat(verdict(statusShare(503).below(ofPercent(1)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(statusCount(409).atMost(0))).isEqualTo(Verdict.PASS);
    // Without the burst, each 404 may have been a 200.
    assertThat(judge(statusCount(404).atMost(0)).uncertainty()).contains(new Uncertainty(0, 20));
    assertThat(judge(statusCount(200).atLeast(90)).uncertainty())
        .contains(new Uncertainty(80, 100));
  }

  @Test
  void a_status_for_lack_of_resources_in_a_burst_may_hide_any_other() {
    for (String code : List.of("408", "425", "429", "503", "500")) {
      recorder.timed(
          "B", "", "r", new ResponseTime(0, 1_000, 1_000), Outcome.OK_IN_BURST, code, "");
    }
    failed(1, Outcome.FAILED_IN_BURST, "");
    failed(1, Outcome.FAILED_IN_BURST, "200");
    second(93, 20, 20);

    assertThat(judge(statusCount("5xx").atMost(0)).uncertainty()).contains(new Uncertainty(0, 7));
    assertThat(judge(statusCount(404).atMost(0)).uncertainty()).contains(new Uncertainty(0, 7));
  }

  @Test
  void errors_and_counts_are_what_they_are() {
    second(100, 179, 8);

    assertThat(judge(errorRate().below(ofPercent(1))).uncertainty()).contains(Uncertainty.none(0));
    assertThat(verdict(requestCount().atLeast(100))).isEqualTo(Verdict.PASS);
    assertThat(verdict(statusShare(200).atLeast(ofPercent(100)))).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_mean_a_maximum_and_an_apdex_have_a_range_too() {
    add("r", 50, 100, 100);
    second(50, 300, 100);

    assertThat(judge(mean().below(ofMillis(1))).uncertainty()).contains(new Uncertainty(100, 200));
    assertThat(judge(max().below(ofMillis(1))).uncertainty()).contains(new Uncertainty(100, 300));
    // with a target of 150 ms: half satisfied, half tolerating; without the generator's share all
    // satisfied
    Judgement apdex = judge(apdex(ofMillis(150)).atLeast(0.9));
    assertThat(apdex.uncertainty()).contains(new Uncertainty(0.75, 1));
    assertThat(apdex.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(verdict(apdex(ofMillis(150)).atLeast(0.7))).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_standard_deviation_lies_where_no_shares_can_have_moved_it_out_of() {
    add("r", 50, 100, 100);
    second(50, 300, 100);

    // measured 100 ms; the true value is 0 if all shares were the generator's
    Uncertainty range = judge(standardDeviation().below(ofMillis(1))).uncertainty().orElseThrow();
    assertThat(range.least()).isZero();
    assertThat(range.most()).isGreaterThan(100);
  }

  @Test
  void a_ratio_lies_between_the_least_by_the_most_and_the_most_by_the_least() {
    add("a", 10, 200, 100);
    second("b", 10, 50, 40);

    Judgement ratio = judge(ratio(p50().of("a"), p50().of("b")).below(3.0));

    assertThat(ratio.actual()).hasValue(200 / 50.0);
    assertThat(ratio.uncertainty()).contains(new Uncertainty(100 / 50.0, 200 / 40.0));
    assertThat(ratio.verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void the_worst_window_is_broken_only_if_one_is_without_the_generators_share() {
    second(10, 20, 20).second(10, 179, 8).second(10, 30, 30);

    assertThat(verdict(p95().every(ofSeconds(1)).below(ofMillis(200)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p95().every(ofSeconds(1)).below(ofMillis(25)))).isEqualTo(Verdict.FAIL);
    Judgement unknown = judge(p95().every(ofSeconds(1)).below(ofMillis(100)));
    assertThat(unknown.verdict()).isEqualTo(Verdict.INVALID);
    // the window with 30 ms is the worst certain window
    assertThat(unknown.uncertainty()).contains(new Uncertainty(30, 179));
  }

  @Test
  void the_worst_request_is_broken_only_if_one_is_without_the_generators_share() {
    add("a", 10, 179, 8);
    second("r", 10, 30, 30);

    assertThat(verdict(p95().ofEachRequest().below(ofMillis(200)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p95().ofEachRequest().below(ofMillis(25)))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(p95().ofEachRequest().below(ofMillis(100)))).isEqualTo(Verdict.INVALID);
  }

  /** Adds a fast call of Java code, whose time has no lower bound, to the present second. */
  private UncertaintyTest call() {
    recorder.timed(
        "B",
        "",
        "call",
        ResponseTime.asMeasured(1_000L * intervals.size(), 5_000),
        Outcome.OK,
        "",
        "");
    return this;
  }

  @Test
  void one_request_whose_share_is_not_known_leaves_the_range_of_the_others() {
    call().second(100, 120, 40);

    Judgement each = judge(p95().ofEachRequest().below(ofMillis(100)));
    assertThat(each.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(each.detail()).startsWith("r; the true value is between 40.0 ms and 120 ms");
    assertThat(judge(p95().ofEachRequest().below(ofMillis(200))).uncertainty())
        .contains(new Uncertainty(40, 120));
    assertThat(verdict(p95().ofEachRequest().below(ofMillis(30)))).isEqualTo(Verdict.FAIL);
    // the call is judged as measured, and is certainly faster than this
    assertThat(verdict(p95().ofEachRequest().above(ofMillis(10)))).isEqualTo(Verdict.FAIL);
    // the worst request is the call, which keeps the bound; the other request may break it
    assertThat(verdict(p95().ofEachRequest().above(Duration.ofNanos(4_500_000))))
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void a_request_that_is_undecided_counts_even_if_the_worst_one_has_no_range() {
    call().second(100, 120, 2);

    Judgement each = judge(p95().ofEachRequest().above(ofMillis(3)));

    assertThat(each.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(each.uncertainty()).contains(new Uncertainty(2, 5));
  }

  @Test
  void one_window_whose_share_is_not_known_leaves_the_range_of_the_others() {
    second(10, 20, 20).call().second(10, 20, 20).second(10, 120, 40);

    assertThat(verdict(p95().every(ofSeconds(1)).below(ofMillis(100)))).isEqualTo(Verdict.INVALID);
    assertThat(verdict(p95().every(ofSeconds(1)).below(ofMillis(200)))).isEqualTo(Verdict.PASS);
    assertThat(verdict(p95().every(ofSeconds(1)).below(ofMillis(30)))).isEqualTo(Verdict.FAIL);
  }

  @Test
  void what_breaks_one_of_two_bounds_for_certain_is_no_doubt_of_what_may_break_the_other() {
    add("low", 10, 5, 5);
    second("high", 10, 30, 18);

    Judgement each = judge(p95().ofEachRequest().between(ofMillis(10), ofMillis(20)));

    assertThat(each.toString())
        .isEqualTo(
            "FAIL: p95 of each request was 5.00 ms over 10 requests (allowed 10 ms to 20 ms): low");
    assertThat(each.uncertainty()).contains(Uncertainty.none(5));
  }

  @Test
  void a_window_that_breaks_one_of_two_bounds_for_certain_is_told() {
    second(10, 5, 5).second(10, 30, 18).second(10, 15, 15);

    Judgement windows = judge(p95().every(ofSeconds(1)).between(ofMillis(10), ofMillis(20)));

    assertThat(windows.toString())
        .isEqualTo(
            "FAIL: p95 every 1 s was 5.00 ms over 30 requests (allowed 10 ms to 20 ms): from 00:00"
                + " to 00:01, of 3 windows");
    assertThat(verdict(p95().every(ofSeconds(1)).between(ofMillis(4), ofMillis(20))))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_rise_that_may_be_the_generators_cannot_be_told() {
    for (int i = 1; i <= 20; i++) {
      second(10, 100 + 3L * i, 100);
    }

    assertThat(verdict(drift().within(ofPercent(10)))).isEqualTo(Verdict.INVALID);
    assertThat(verdict(drift().within(ofPercent(100)))).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_recovery_that_the_generator_may_have_held_up_cannot_be_told() {
    List<Phase> phases =
        List.of(
            new Phase("before", Duration.ZERO, ofSeconds(5)),
            new Phase("spike", ofSeconds(5), ofSeconds(6)),
            new Phase("after", ofSeconds(6), ofSeconds(20)));
    for (int i = 0; i < 6; i++) {
      second(50, 100, 100);
    }
    second(50, 400, 100).second(50, 400, 100);
    for (int i = 0; i < 5; i++) {
      second(50, 100, 100);
    }

    Judgement judgement = judge(recovery().from("spike").within(ofSeconds(1)), phases);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(judgement.uncertainty()).contains(new Uncertainty(0, 2_000));
    assertThat(judge(recovery().from("spike").within(ofSeconds(2)), phases).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void one_call_among_hundreds_of_requests_leaves_the_range_of_a_trend() {
    for (int i = 1; i <= 20; i++) {
      if (i == 3) {
        call(); // 1 of 51 requests in this second, 1 of 1,001 in all
      }
      second(50, 100 + 3L * i, 100);
    }

    Judgement drift = judge(drift().within(ofPercent(10)));

    assertThat(drift.verdict()).as("%s", drift).isEqualTo(Verdict.INVALID);
  }

  @Test
  void one_call_among_hundreds_of_requests_leaves_the_range_of_a_recovery() {
    List<Phase> phases =
        List.of(
            new Phase("before", Duration.ZERO, ofSeconds(5)),
            new Phase("spike", ofSeconds(5), ofSeconds(6)),
            new Phase("after", ofSeconds(6), ofSeconds(20)));
    for (int i = 0; i < 6; i++) {
      second(50, 100, 100);
    }
    call().second(50, 400, 100).second(50, 400, 100);
    for (int i = 0; i < 5; i++) {
      second(50, 100, 100);
    }

    Judgement recovery = judge(recovery().from("spike").within(ofSeconds(1)), phases);

    assertThat(recovery.verdict()).as("%s", recovery).isEqualTo(Verdict.INVALID);
    assertThat(recovery.uncertainty()).contains(new Uncertainty(0, 2_000));
  }

  @Test
  void what_has_no_known_share_is_judged_as_measured() {
    for (int i = 0; i < 10; i++) {
      recorder.response("B", "", "r", 0, 50, true, "200", "");
    }
    add("r", 10, 50, 8);
    end();

    Judgement judgement = judge(p95().below(ofMillis(20)));

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.uncertainty()).isEmpty();
  }

  @Test
  void a_run_is_not_ended_by_what_may_be_the_generators() {
    second(100, 179, 8);
    Judge doubtful =
        new Judge(List.of(p99().below(ofMillis(100)).abortAfter(ofMillis(500))), PHASES, List.of());
    Judge certain =
        new Judge(List.of(p99().below(ofMillis(5)).abortAfter(ofMillis(500))), PHASES, List.of());

    intervals.forEach(doubtful::add);
    intervals.forEach(certain::add);

    assertThat(doubtful.abort(PHASES, ofSeconds(65), judgement -> judgement)).isEmpty();
    assertThat(certain.abort(PHASES, ofSeconds(65), judgement -> judgement)).isPresent();
  }

  private static Judgement judged(
      Threshold threshold, Verdict verdict, Optional<Uncertainty> uncertainty) {
    return new Judgement(
        threshold,
        verdict,
        OptionalDouble.of(1),
        100,
        "",
        Optional.empty(),
        uncertainty,
        Optional.empty());
  }

  private static Verdict after(Effect effect, Judgement judgement) {
    GeneratorFinding finding =
        new GeneratorFinding("it stood still", ofSeconds(12), ofSeconds(13), effect);
    return GeneratorHealth.trusted(List.of(judgement), List.of(finding), new Standstills(), PHASES)
        .get(0)
        .verdict();
  }

  @Test
  void a_generator_that_stood_still_spoils_only_times_whose_share_is_not_known() {
    Threshold time = p95().below(ofMillis(500));
    Threshold errors = errorRate().below(ofPercent(1));
    Optional<Uncertainty> known = Optional.of(Uncertainty.none(1));

    assertThat(after(Effect.TIMES, judged(time, Verdict.FAIL, known))).isEqualTo(Verdict.FAIL);
    assertThat(after(Effect.TIMES, judged(time, Verdict.PASS, known))).isEqualTo(Verdict.PASS);
    assertThat(after(Effect.TIMES, judged(errors, Verdict.FAIL, known))).isEqualTo(Verdict.FAIL);
    assertThat(after(Effect.TIMES, judged(time, Verdict.PASS, Optional.empty())))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_generator_that_stood_still_spoils_a_throughput_that_could_have_been_more() {
    Threshold enough = throughput().atLeast(perSecond(50));
    Threshold little = throughput().atMost(perSecond(50));
    Optional<Uncertainty> known = Optional.of(Uncertainty.none(1));

    assertThat(after(Effect.TIMES, judged(enough, Verdict.PASS, known))).isEqualTo(Verdict.PASS);
    assertThat(after(Effect.TIMES, judged(enough, Verdict.FAIL, known))).isEqualTo(Verdict.INVALID);
    assertThat(after(Effect.TIMES, judged(little, Verdict.FAIL, known))).isEqualTo(Verdict.FAIL);
    assertThat(after(Effect.TIMES, judged(little, Verdict.PASS, known))).isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_load_that_was_not_the_planned_one_spoils_everything_and_says_what_would_have_been() {
    Judgement failed =
        judged(
            p95().below(Duration.ofNanos(500_000)), Verdict.FAIL, Optional.of(Uncertainty.none(1)));

    Judgement judgement =
        GeneratorHealth.trusted(
                List.of(failed),
                List.of(
                    new GeneratorFinding(
                        "half was missing", ofSeconds(12), ofSeconds(13), Effect.LOAD)),
                new Standstills(),
                PHASES)
            .get(0);

    assertThat(judgement.toString())
        .isEqualTo(
            "INVALID: would be FAIL: p95 was 1.00 ms over 100 requests (limit 0.5 ms): half was"
                + " missing");
  }

  @Test
  void a_bound_that_was_broken_for_certain_counts_more_than_one_of_which_it_cannot_be_told() {
    Judgement broken = judged(errorRate().below(ofPercent(1)), Verdict.FAIL, Optional.empty());
    Judgement unknown = judged(p95().below(ofMillis(1)), Verdict.INVALID, Optional.empty());

    assertThat(Judge.worst(List.of(broken, unknown))).isEqualTo(Verdict.FAIL);
  }

  /**
   * The standard deviation of 99 responses of 1 s and one of 100 ms, which may be the generator's
   * altogether, is at most sqrt(1 s * 1 ms) = 31.6 ms from the true one.
   */
  @Test
  void the_range_of_a_deviation_includes_times_whose_lower_end_is_unknown() {
    add("r", 99, 1_000, 1_000);
    recorder.timed("B", "", "r", ResponseTime.asMeasured(0, 100_000), Outcome.OK, "200", "");
    end();

    Uncertainty range = judge(standardDeviation().below(ofMillis(1))).uncertainty().orElseThrow();

    assertThat(range.width()).isCloseTo(2 * 31.6, within(0.5));
  }
}
