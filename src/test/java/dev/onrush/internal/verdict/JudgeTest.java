package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase("steady", Duration.ZERO, ofSeconds(8)),
          new Phase("spike", ofSeconds(8), ofSeconds(20)));

  /** The longest time that users may still be running after a phase. */
  private static final Duration LATE = ofSeconds(65);

  /**
   * 100 requests in 10 s, with 1 to 100 ms; requests above 95 ms failed; the last 20 are in the
   * spike.
   */
  private static Interval interval() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 1; i <= 100; i++) {
      long start = i <= 80 ? 1_000 : 9_000;
      recorder.response("B", "", "r", start, start + i, i <= 95, "200", i <= 95 ? "" : "late");
    }
    return recorder.takeInterval(ofSeconds(10));
  }

  private static Judge judging(Interval interval, Threshold... thresholds) {
    Judge judge = new Judge(List.of(thresholds), PHASES, List.of());
    judge.add(interval);
    return judge;
  }

  private static Judgement judge(Threshold threshold) {
    return judging(interval(), threshold).judge().get(0);
  }

  @Test
  void percentiles_mean_and_max_are_judged() {
    assertThat(judge(p95().below(ofMillis(96))).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(p95().below(ofMillis(95))).verdict()).isEqualTo(Verdict.FAIL);
    // 1 + … + 100 = 5,050
    assertThat(judge(mean().atMost(Duration.ofNanos(50_500_000))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(judge(max().below(ofMillis(100))).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void errors_and_counts_are_judged() {
    assertThat(judge(errorRate().atMost(ofPercent(5))).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(errorRate().below(ofPercent(5))).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(errorCount().atMost(4)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(requestCount().atLeast(100)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(requestCount().above(100)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void responses_with_a_status_code_are_judged() {
    assertThat(judge(statusShare(200).atLeast(ofPercent(100))).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(statusCount(200).below(100)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(statusCount(503).atMost(0)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(statusCount(503).of("nobody").atMost(0)).verdict()).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_warning_is_told_and_fails_nothing() {
    Judgement kept = judge(p95().below(ofMillis(96)));
    Judgement warning = judge(p95().below(ofMillis(95)).warning());

    assertThat(warning.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(warning.status()).isEqualTo("WARN");
    assertThat(Judge.worst(List.of(kept, warning))).isEqualTo(Verdict.PASS);
    assertThat(Judge.worst(List.of(warning))).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void throughput_is_requests_by_the_time_of_the_scope() {
    assertThat(judge(throughput().above(perSecond(1))).actual()).hasValue(10);
    assertThat(judge(throughput().during("steady").above(perSecond(1))).actual()).hasValue(10);
    // the spike has lasted 2 s of its 12 s
    assertThat(judge(throughput().during("spike").above(perSecond(1))).actual()).hasValue(10);
  }

  @Test
  void a_scope_without_samples_is_no_data_for_every_statistic() {
    for (Threshold threshold :
        List.of(
            p95().of("nobody").below(ofSeconds(1)),
            mean().of("nobody").below(ofSeconds(1)),
            max().of("nobody").below(ofSeconds(1)),
            errorRate().of("nobody").below(ofPercent(1)),
            errorCount().of("nobody").atMost(0),
            requestCount().of("nobody").atMost(5),
            throughput().of("nobody").below(perSecond(1)))) {
      Judgement judgement = judge(threshold);

      assertThat(judgement.verdict()).as(threshold.toString()).isEqualTo(Verdict.NO_DATA);
      assertThat(judgement.actualText()).isEqualTo("no data");
    }
  }

  @Test
  void requests_that_never_left_have_an_error_rate_but_no_response_time() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.crash("B", "", "r", 1_000, "no attribute");

    List<Judgement> judgements =
        judging(
                recorder.takeInterval(ofSeconds(10)),
                errorRate().below(ofPercent(1)),
                p95().below(ofSeconds(1)))
            .judge();

    assertThat(judgements)
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.FAIL, Verdict.NO_DATA);
  }

  /** Refused connections: all requests fail, and quickly. */
  private static Interval refused(int failed, int answered) {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < failed + answered; i++) {
      boolean ok = i >= failed;
      recorder.response("B", "", "r", 1_000, 1_004, ok, "", ok ? "" : "refused");
    }
    return recorder.takeInterval(ofSeconds(10));
  }

  @Test
  void a_run_in_which_everything_fails_breaks_the_implied_error_rate() {
    Judgement judgement =
        judging(refused(24, 0), ImpliedErrorRate.below(ofPercent(50))).judge().get(0);

    assertThat(judgement)
        .hasToString(
            "FAIL: error rate (implied) was 100 % over 24 requests (limit 50 %): the plan has"
                + " no threshold on all errors; add one, or set onrush.impliedErrorRate");
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.crash("B", "", "exec", 1_000, "no basket");
    assertThat(
            judging(recorder.takeInterval(ofSeconds(10)), ImpliedErrorRate.below(ofPercent(50)))
                .judge()
                .get(0)
                .finding())
        .isEqualTo(
            "error rate (implied) was 100 % (limit 50 %): 1 failure before a request was sent"
                + " (exec); the plan has no threshold on all errors; add one, or set"
                + " onrush.impliedErrorRate");
    assertThat(
            judging(refused(24, 25), ImpliedErrorRate.below(ofPercent(50)))
                .judge()
                .get(0)
                .verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void requests_whose_names_were_not_known_and_that_had_no_answer_are_judged() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < 100; i++) {
      recorder.unanswered("B", "", "Item " + i, 1_000, 9_000_000);
    }

    Judge judge =
        judging(
            recorder.takeInterval(ofSeconds(10)),
            requestCount().atLeast(50),
            ImpliedErrorRate.below(ofPercent(50)));

    assertThat(judge.judge())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.NO_DATA);
  }

  @Test
  void a_message_that_nothing_answers_neither_succeeds_nor_fails() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < 100; i++) {
      recorder.oneWay("B", "", "Say", 1_000);
      recorder.response(
          "B", "", "Check reply", 1_000, 1_004, i % 2 == 0, "", i % 2 == 0 ? "" : "no");
      recorder.response("B", "", "Get", 1_000, 1_004, true, "503", "");
    }

    List<Judgement> judgements =
        judging(
                recorder.takeInterval(ofSeconds(10)),
                successCount().atLeast(1),
                errorCount().of("Say").atMost(0),
                successCount().of("Say").atMost(0),
                statusShare(503).below(ofPercent(1)))
            .judge();

    assertThat(judgements.get(0))
        .hasToString("PASS: success count was 150 over 200 requests (minimum 1)");
    assertThat(judgements.get(1).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(judgements.get(1).detail())
        .isEqualTo(
            "a message of a web socket has no response of its own; put the threshold on the check of"
                + " its reply");
    assertThat(judgements.get(2).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(judgements.get(3).actual()).hasValue(50);
  }

  @Test
  void an_implied_error_rate_without_data_is_judged_only_of_a_plan_that_has_requests() {
    Threshold implied = ImpliedErrorRate.below(ofPercent(50));
    Interval nothing = new Recorder(PHASES, text -> text).takeInterval(ofSeconds(10));
    Judge withRequests = new Judge(List.of(implied), PHASES, List.of("r"));
    withRequests.add(nothing);

    assertThat(judging(nothing, implied).judge()).isEmpty();
    assertThat(withRequests.judge())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.NO_DATA);
  }

  @Test
  void times_and_throughput_that_are_mostly_those_of_failures_say_so() {
    String failed = "24 of 24 requests failed";

    for (Threshold threshold :
        List.of(
            p99().below(ofSeconds(1)),
            mean().of("r").during("steady").below(ofSeconds(1)),
            throughput().above(perSecond(1)))) {
      assertThat(judging(refused(24, 0), threshold).judge().get(0).detail()).isEqualTo(failed);
    }
    assertThat(judging(refused(24, 0), p99().ofEachRequest().below(ofSeconds(1))).judge().get(0))
        .hasToString(
            "PASS: p99 of each request was 4.00 ms over 24 requests (limit 1 s): r, " + failed);
    assertThat(
            judging(refused(24, 0), ratio(p95().of("r"), p50()).below(2.0)).judge().get(0).detail())
        .as("once")
        .isEqualTo(failed);
    assertThat(judging(refused(24, 24), p99().below(ofSeconds(1))).judge().get(0).detail())
        .isEmpty();
    assertThat(judging(refused(24, 0), requestCount().atLeast(1)).judge().get(0).detail())
        .isEmpty();
  }

  @Test
  void a_percentile_that_is_the_bound_to_three_digits_is_the_bound() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (double value : new double[] {3, 5, 5, 5, 17, 500}) {
      recorder.metric("B", "size", 1_000, value);
    }
    Interval interval = recorder.takeInterval(ofSeconds(2));

    for (double percentile : new double[] {50, 70}) {
      double bound = percentile == 50 ? 5 : 17;
      assertThat(
              judging(interval, trend("size").percentile(percentile).atMost(bound)).judge().get(0))
          .extracting(Judgement::verdict)
          .isEqualTo(Verdict.PASS);
      assertThat(
              judging(interval, trend("size").percentile(percentile).atLeast(bound)).judge().get(0))
          .extracting(Judgement::verdict)
          .isEqualTo(Verdict.PASS);
      assertThat(
              judging(interval, trend("size").percentile(percentile).below(bound)).judge().get(0))
          .extracting(Judgement::verdict)
          .isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void of_each_request_the_same_name_in_a_group_is_another_request() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < 1_000; i++) {
      recorder.timed("B", "Checkout", "Pay", 1_000, 20_000, true, "200", "");
    }
    for (int i = 0; i < 20; i++) {
      recorder.timed("B", "", "Pay", 1_000, 2_000_000, false, "500", "");
    }
    Interval interval = recorder.takeInterval(ofSeconds(2));

    assertThat(judging(interval, errorRate().ofEachRequest().below(ofPercent(5))).judge().get(0))
        .hasToString(
            "FAIL: error rate of each request was 100 % over 20 requests (limit 5 %): Pay");
    assertThat(judging(interval, p95().ofEachRequest().below(ofMillis(100))).judge().get(0))
        .extracting(Judgement::verdict)
        .isEqualTo(Verdict.FAIL);
    assertThat(judging(interval, errorRate().of("Pay").below(ofPercent(5))).judge().get(0))
        .extracting(Judgement::verdict)
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void of_each_request_a_count_that_is_too_high_wins_over_one_that_may_still_grow() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < 21; i++) {
      recorder.response("B", "", "many", 1_000, 1_005, true, "200", "");
    }
    recorder.response("B", "", "one", 1_000, 1_005, true, "200", "");
    Interval interval = recorder.takeInterval(ofSeconds(2));

    for (Threshold threshold :
        List.of(
            requestCount().ofEachRequest().between(10, 20),
            requestCount().ofEachRequest().exactly(20))) {
      Judgement judgement = judging(interval, threshold).judge().get(0);

      assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(judgement.actual()).hasValue(21);
      assertThat(judgement.uncertainty()).hasValue(Uncertainty.none(21));
      assertThat(judgement.detail()).isEqualTo("many");
      assertThat(GrowingFigure.mayReachItsBound(judgement, ofSeconds(2), PHASES)).isFalse();
    }
    Judgement tooFew =
        judging(interval, requestCount().ofEachRequest().between(10, 30)).judge().get(0);
    assertThat(tooFew.actual()).hasValue(1);
    assertThat(GrowingFigure.mayReachItsBound(tooFew, ofSeconds(2), PHASES)).isTrue();
  }

  @Test
  void each_request_says_once_that_it_has_no_data() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.crash("B", "", "Pay", 1_000, "no card");
    Interval unbuilt = recorder.takeInterval(ofSeconds(6));
    Judge judge =
        new Judge(
            List.of(
                p95().ofEachRequest().below(ofSeconds(1)),
                p95().ofEachRequest().during("spike").below(ofSeconds(1))),
            PHASES,
            List.of("Pay"));
    Judge none =
        new Judge(List.of(p95().ofEachRequest().below(ofSeconds(1))), PHASES, List.of("Pay"));
    judge.add(unbuilt);
    none.add(new Recorder(PHASES, text -> text).takeInterval(ofSeconds(6)));

    assertThat(judge.judge())
        .extracting(Judgement::finding)
        .containsExactly(
            "p95 of each request has no data (no requests): Pay: 1 failure before a request was"
                + " sent (Pay)",
            "p95 of each request in spike has no data (no requests): Pay: spike begins at 00:08,"
                + " but only 00:06 of the run was recorded");
    assertThat(none.judge().get(0).finding())
        .isEqualTo("p95 of each request has no data (no requests): Pay was not sent");
    Judge two =
        new Judge(
            List.of(p95().ofEachRequest().below(ofSeconds(1))), PHASES, List.of("Pay", "Print"));
    two.add(unbuilt);
    assertThat(two.judge().get(0).detail())
        .isEqualTo("Print was not sent; 1 more request has no data");
    Judge three =
        new Judge(
            List.of(p95().ofEachRequest().below(ofSeconds(1))),
            PHASES,
            List.of("Pay", "Print", "Search"));
    three.add(unbuilt);
    assertThat(three.judge().get(0).detail())
        .isEqualTo("Print was not sent; 2 more requests have no data");
    assertThat(
            judging(unbuilt, ratio(p95().of("Pay"), p95().of("Search")).below(2.0))
                .judge()
                .get(0)
                .finding())
        .isEqualTo(
            "p95 of Pay over p95 of Search has no data (no requests): p95 of Pay: 1 failure before"
                + " a request was sent (Pay)");
    assertThat(
            judging(interval(), ratio(p95().of("nobody"), p95()).below(2.0))
                .judge()
                .get(0)
                .finding())
        .isEqualTo("p95 of nobody over p95 has no data (no requests): p95 of nobody: no requests");
  }

  /** Clerks look up; labs should print and report, but do not print. */
  private static Judgement ofClerksAndLabs(Threshold threshold, List<Phase> phases) {
    Judge judge =
        new Judge(
            List.of(threshold),
            phases,
            new PlannedRequests(
                List.of("Look up", "Print", "Report"),
                Map.of("Clerk", List.of("Look up"), "Lab", List.of("Print", "Report"))),
            ComparisonBasis.with(Optional.empty()),
            new Timeline());
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.response("Clerk", "", "Look up", 1_000, 1_005, true, "200", "");
    recorder.response("Lab", "", "Report", 1_000, 1_005, true, "200", "");
    judge.add(recorder.takeInterval(ofSeconds(10)));
    return judge.judge().get(0);
  }

  @Test
  void of_each_request_of_some_users_only_those_are_asked_for_that_they_send() {
    assertThat(ofClerksAndLabs(p95().ofEachRequest().by("Clerk").below(ofSeconds(1)), PHASES))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "Look up");
    assertThat(ofClerksAndLabs(p95().ofEachRequest().by("Lab").below(ofSeconds(1)), PHASES))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.NO_DATA, "Print was not sent");
    assertThat(ofClerksAndLabs(p95().ofEachRequest().below(ofSeconds(1)), PHASES).detail())
        .isEqualTo("Print was not sent");
  }

  @Test
  void of_each_request_of_a_flow_only_those_are_asked_for_that_its_users_send() {
    List<Phase> phases =
        List.of(
            new Phase("steady", Duration.ZERO, ofSeconds(10))
                .of(Optional.of(new RunFlow("Clerks", List.of("Clerk")))),
            new Phase("steady", Duration.ZERO, ofSeconds(10))
                .of(Optional.of(new RunFlow("Labs", List.of("Lab")))));

    assertThat(ofClerksAndLabs(p95().ofEachRequest().inFlow("Clerks").below(ofSeconds(1)), phases))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "Look up");
    assertThat(ofClerksAndLabs(p95().ofEachRequest().inFlow("Labs").below(ofSeconds(1)), phases))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.NO_DATA, "Print was not sent");
  }

  @Test
  void what_was_never_sent_is_no_request() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.response("B", "", "r", 1_000, 1_005, true, "200", "");
    recorder.crash("B", "", "r", 1_000, "no attribute");
    recorder.crash("B", "", "exec", 1_000, "IllegalStateException: no basket");

    List<Judgement> judgements =
        judging(
                recorder.takeInterval(ofSeconds(10)),
                requestCount().atLeast(1),
                successCount().atLeast(1),
                throughput().below(perSecond(1)),
                errorCount().atMost(2),
                errorRate().below(ofPercent(1)))
            .judge();

    assertThat(judgements)
        .extracting(j -> j.actual().getAsDouble())
        .containsExactly(1.0, 1.0, 0.1, 2.0, 100 * 2 / 3.0);
    assertThat(judgements.get(4).finding())
        .isEqualTo(
            "error rate was 66.7 % (limit 1 %): 2 failures before a request was sent (exec 1, r"
                + " 1)");
    assertThat(judgements.get(4).samples()).isEqualTo(3);
  }

  @Test
  void what_failed_before_a_request_was_sent_is_named() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 0; i < 1_200; i++) {
      recorder.crash("B", "", "condition in Shop", 1_000, "boom");
    }
    recorder.crash("B", "Checkout", "Pay", 1_000, "no card");
    recorder.crash("B", "", "exec in Shop", 1_000, "boom");
    recorder.crash("B", "", "exec in Shop", 1_000, "boom");
    recorder.crash("B", "", "pause", 1_000, "boom");

    assertThat(
            judging(recorder.takeInterval(ofSeconds(10)), errorRate().below(ofPercent(1)))
                .judge()
                .get(0)
                .finding())
        .isEqualTo(
            "error rate was 100 % (limit 1 %): 1,204 failures before a request was sent (condition"
                + " in Shop 1,200, exec in Shop 2, Checkout / Pay 1 and 1 more)");
  }

  @Test
  void a_run_that_sent_nothing_has_no_request_to_judge() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.crash("B", "", "r", 1_000, "no attribute");

    List<Judgement> judgements =
        judging(
                recorder.takeInterval(ofSeconds(10)),
                requestCount().atLeast(1),
                throughput().atMost(perSecond(5)))
            .judge();

    assertThat(judgements).extracting(Judgement::verdict).containsOnly(Verdict.NO_DATA);
    assertThat(judgements.get(0).finding())
        .isEqualTo(
            "request count has no data (no requests): 1 failure before a request was sent (r)");
  }

  /** 98 responses with 1 to 98 ms, and two requests that had waited 50 ms when the run ended. */
  private static Judgement withTwoUnanswered(Threshold threshold) {
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int i = 1; i <= 98; i++) {
      recorder.response("B", "", "r", 1_000, 1_000 + i, true, "200", "");
    }
    recorder.unanswered("B", "", "r", 9_950, 50_000);
    recorder.unanswered("B", "", "r", 9_950, 50_000);
    return judging(recorder.takeInterval(ofSeconds(10)), threshold).judge().get(0);
  }

  @Test
  void requests_without_an_answer_decide_nothing_that_they_could_have_decided_otherwise() {
    // between 0 % and 2 % failed
    assertThat(withTwoUnanswered(errorRate().below(ofPercent(3))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(withTwoUnanswered(errorRate().below(ofPercent(1))).verdict())
        .isEqualTo(Verdict.NO_DATA);
    // p99 is the 99th of 100, which is one of the two and may take forever; p95 has a response in
    // any case
    assertThat(withTwoUnanswered(p95().below(ofMillis(200))).verdict()).isEqualTo(Verdict.PASS);
    assertThat(withTwoUnanswered(p99().below(ofMillis(200))).verdict()).isEqualTo(Verdict.NO_DATA);
    // the plan may allow any time for a response
    assertThat(withTwoUnanswered(p99().below(ofSeconds(90))).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(max().below(ofSeconds(90))).verdict()).isEqualTo(Verdict.NO_DATA);
    // 97 ms have already been exceeded
    assertThat(withTwoUnanswered(max().below(ofMillis(97))).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(withTwoUnanswered(statusCount(503).atMost(1)).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(statusCount(503).atMost(2)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(withTwoUnanswered(requestCount().exactly(100)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(withTwoUnanswered(errorRate().below(ofPercent(1))).finding())
        .isEqualTo(
            "error rate was 2.00 % (limit 1 %): 2 of 100 requests had no answer when the run ended");
  }

  @Test
  void requests_without_an_answer_may_have_kept_a_bound_between_all_and_none_of_them_failing() {
    // 0, 1 or 2 failed
    assertThat(withTwoUnanswered(errorCount().exactly(1)).verdict()).isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(errorCount().exactly(3)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(withTwoUnanswered(errorCount().between(0, 2)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(withTwoUnanswered(errorRate().between(ofPercent(0.5), ofPercent(1.5))).verdict())
        .isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(statusCount(503).exactly(1)).verdict()).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void requests_without_an_answer_are_not_forgotten_by_windows_ratios_and_each_request() {
    assertThat(withTwoUnanswered(errorRate().every(ofSeconds(10)).below(ofPercent(1))).verdict())
        .isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(errorRate().ofEachRequest().below(ofPercent(1))).verdict())
        .isEqualTo(Verdict.NO_DATA);
    assertThat(withTwoUnanswered(ratio(max(), p50()).below(10.0)).verdict())
        .isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void what_could_not_be_known_says_why() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.crash("B", "", "r", 1_000, "no attribute");
    Interval unanswered = recorder.takeInterval(ofSeconds(6));

    assertThat(
            judging(
                    unanswered,
                    p95().below(ofSeconds(1)),
                    ratio(p95(), errorRate()).below(3.0),
                    ratio(requestCount(), statusCount(503)).below(3.0),
                    p95().during("spike").below(ofSeconds(1)),
                    p95().of("nobody").below(ofSeconds(1)),
                    p95().every(ofSeconds(5)).below(ofSeconds(1)),
                    p95().every(ofSeconds(10)).below(ofSeconds(1)),
                    drift().within(ofPercent(5)))
                .judge())
        .allMatch(judgement -> judgement.verdict() == Verdict.NO_DATA)
        .extracting(Judgement::finding)
        .containsExactly(
            "p95 has no data (no requests): 1 failure before a request was sent (r)",
            "p95 over error rate has no data (no requests): p95: 1 failure before a"
                + " request was sent (r)",
            "request count over count of status 503 has no data (no requests): request"
                + " count: 1 failure before a request was sent (r)",
            "p95 in spike has no data (no requests): spike begins at 00:08, but only 00:06 of"
                + " the run was recorded",
            "p95 of nobody has no data (no requests)",
            "p95 every 5 s has no data (no requests)",
            "p95 every 10 s has no data (no requests): no window of 10 s was complete; the longest"
                + " was 00:06",
            "drift of p95 in steady state has no data (no requests): 0 parts of the time had data;"
                + " 9 are needed, each of at least one second");
  }

  @Test
  void the_worst_judgement_is_the_verdict() {
    Judgement pass = judge(p95().below(ofSeconds(1)));
    Judgement none = judge(p95().of("nobody").below(ofSeconds(1)));
    Judgement fail = judge(p95().below(ofMillis(1)));

    assertThat(Judge.worst(List.of(pass, pass))).isEqualTo(Verdict.PASS);
    assertThat(Judge.worst(List.of(none, pass))).isEqualTo(Verdict.NO_DATA);
    assertThat(Judge.worst(List.of(pass, fail, none))).isEqualTo(Verdict.FAIL);
    assertThat(Judge.worst(List.of())).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_breach_ends_the_run_only_after_its_grace_time() {
    assertThat(abort(errorRate().below(ofPercent(1)).abortAfter(ofSeconds(11)))).isEmpty();
    assertThat(abort(errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10)))).isPresent();
    assertThat(abort(errorRate().below(ofPercent(1)))).isEmpty();
    assertThat(abort(errorRate().below(ofPercent(9)).abortAfter(ofSeconds(1)))).isEmpty();
  }

  @Test
  void a_sample_of_a_rare_request_neither_ends_the_run_nor_hides_that_it_has_to_end() {
    Threshold each = errorRate().ofEachRequest().below(ofPercent(1)).abortAfter(Duration.ZERO, 50);
    Recorder recorder = new Recorder(PHASES, text -> text);
    Judge judge = new Judge(List.of(each), PHASES, List.of());
    recorder.response("U", "", "Rare", 1, 2, false, "500", "failed");
    for (int i = 0; i < 100; i++) {
      recorder.response("U", "", "Often", 1, 2, true, "200", "");
    }
    judge.add(recorder.takeInterval(ofSeconds(1)));
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isEmpty();

    for (int i = 0; i < 100; i++) {
      recorder.response("U", "", "Often", 1_001, 1_002, false, "500", "failed");
    }
    judge.add(recorder.takeInterval(ofSeconds(2)));
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement).orElseThrow().toString())
        .contains("error rate of each request was 50.0 % over 200 requests (limit 1 %): Often");
  }

  @Test
  void a_breach_that_may_be_due_to_the_generator_ends_no_run() {
    Threshold slow = p50().during("spike").below(ofMillis(1)).abortAfter(ofSeconds(2));
    Judge judge = judging(interval(), slow);

    assertThat(judge.abort(PHASES, LATE, judgement -> judgement.untrusted("generator"))).isEmpty();
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isPresent();
  }

  @Test
  void the_grace_time_of_a_phase_begins_with_it() {
    // the spike began at 8 s, and the time is 10 s
    assertThat(abort(p50().during("spike").below(ofMillis(1)).abortAfter(ofSeconds(3)))).isEmpty();
    assertThat(abort(p50().during("spike").below(ofMillis(1)).abortAfter(ofSeconds(2))))
        .isPresent();
  }

  @Test
  void a_count_that_may_still_reach_its_bound_does_not_end_the_run() {
    // 100 requests in 10 s, 95 of them succeeded, and 20 were sent in the spike, which is still in
    // progress
    for (Threshold reachable :
        List.of(
            requestCount().atLeast(1_000),
            requestCount().above(100),
            requestCount().exactly(101),
            successCount().between(96, 200),
            requestCount().during("spike").atLeast(21),
            requestCount().ofEachRequest().atLeast(101))) {
      assertThat(abort(reachable.abortAfter(Duration.ZERO))).as("%s", reachable).isEmpty();
    }
    assertThat(abort(requestCount().exactly(99).abortAfter(Duration.ZERO))).isPresent();
    assertThat(abort(errorCount().atMost(4).abortAfter(Duration.ZERO))).isPresent();
  }

  @Test
  void a_count_that_can_no_longer_reach_its_bound_ends_the_run() {
    // the phase ended at 8 s; responses to its requests count until 73 s
    Judge judge =
        judging(interval(), requestCount().during("steady").atLeast(81).abortAfter(Duration.ZERO));

    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isEmpty();
    judge.add(nothing(10, 72));
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isEmpty();
    judge.add(nothing(72, 73));

    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isPresent();
  }

  @Test
  void what_was_kept_when_a_breach_ended_the_load_is_not_broken_by_waiting_for_answers() {
    // 100 requests in 10 s, 5 of them failed
    Judge judge =
        judging(
            interval(),
            errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO),
            throughput().atLeast(perSecond(9)),
            throughput().every(ofSeconds(5)).atLeast(perSecond(9)),
            ratio(throughput(), throughput().during("steady")).above(0.9));
    List<Judgement> before = judge.judge();
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isPresent();

    judge.add(nothing(10, 12));

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge.judge().subList(1, 4)).isEqualTo(before.subList(1, 4));
    assertThat(before.subList(1, 4)).extracting(Judgement::verdict).containsOnly(Verdict.PASS);
  }

  /** A user waits for a response until the end, so no second is without users. */
  @Test
  void recoveries_and_trends_of_counts_are_not_broken_by_waiting_for_answers() {
    List<Phase> phases =
        List.of(
            new Phase("steady", Duration.ZERO, ofSeconds(20)),
            new Phase("spike", ofSeconds(20), ofSeconds(30)),
            new Phase("recover", ofSeconds(30), ofSeconds(60)));
    Judge judge =
        new Judge(
            List.of(
                errorRate().below(ofPercent(1)).abortAfter(Duration.ZERO),
                recovery().from("spike").within(ofSeconds(15)),
                stability(requestCount().during("recover")).within(ofPercent(10))),
            phases,
            List.of());
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.userStarted("B");
    for (int second = 0; second < 42; second++) {
      boolean ok = second < 41;
      for (int i = 0; i < 20; i++) {
        long at = second * 1_000L;
        long end = at + (second < 20 ? 20 : 500);
        recorder.response("B", "", "r", at, end, ok, ok ? "200" : "500", ok ? "" : "late");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    List<Judgement> before = judge.judge();
    assertThat(judge.abort(phases, LATE, judgement -> judgement)).isPresent();

    for (int second = 42; second < 60; second++) {
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    // 12 s were observed after the spike, with 20 requests each
    assertThat(before.subList(1, 3))
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.NO_DATA, Verdict.PASS);
    assertThat(judge.judge().subList(1, 3)).isEqualTo(before.subList(1, 3));
  }

  private static Interval nothing(int from, int to) {
    return new Interval(
        ofSeconds(from), ofSeconds(to), Map.of(), Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void a_count_of_a_phase_that_was_paused_grows_as_long_as_the_phase_goes_on() {
    Judge judge =
        judging(interval(), requestCount().during("steady").atLeast(81).abortAfter(Duration.ZERO));
    judge.add(nothing(10, 80));
    List<Phase> paused =
        List.of(
            new Phase("steady", Duration.ZERO, ofSeconds(4)),
            new Phase(Phase.PAUSED, ofSeconds(4), ofSeconds(79)),
            new Phase("steady", ofSeconds(79), ofSeconds(83)),
            new Phase("spike", ofSeconds(83), ofSeconds(95)));

    assertThat(judge.abort(paused, LATE, judgement -> judgement)).isEmpty();
    assertThat(judge.abort(PHASES, LATE, judgement -> judgement)).isPresent();
  }

  private static Optional<Judgement> abort(Threshold threshold) {
    return judging(interval(), threshold).abort(PHASES, LATE, judgement -> judgement);
  }

  @Test
  void each_verdict_has_an_exit_code_of_its_own() {
    assertThat(List.of(Verdict.values())).extracting(Verdict::exitCode).containsExactly(0, 3, 4, 2);
  }

  private static Phase held(String name, double users, int from, int to) {
    return new Phase(
        name,
        ofSeconds(from),
        ofSeconds(to),
        Optional.of(new HeldLevel(users, HeldLevel.Unit.USERS)));
  }

  /** 20/s while there are users, and none in the 30 s without any. */
  @Test
  void a_level_of_0_is_no_steady_state() {
    List<Phase> phases =
        List.of(
            held("steady", 10, 0, 30), held("steady 2", 0, 30, 60), held("steady 3", 10, 60, 90));
    List<Threshold> thresholds =
        List.of(
            throughput().inSteadyState().atLeast(perSecond(19)),
            throughput().inSteadyState().every(ofSeconds(5)).atLeast(perSecond(15)),
            stability().within(ofPercent(20)));
    Judge judge = new Judge(thresholds, phases, List.of());
    Recorder recorder = new Recorder(phases, text -> text);
    for (int second = 0; second < 90; second++) {
      for (int i = 0; i < (second < 30 || second >= 60 ? 20 : 0); i++) {
        long start = 1_000L * second + 40 * i;
        recorder.response("U", "", "r", start, start + 20, true, "200", "");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    assertThat(judge.judge())
        .allSatisfy(of -> assertThat(of.verdict()).as("%s", of).isEqualTo(Verdict.PASS));
  }
}
