package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Windows, trends and each request: thresholds that evaluate a run second by second. */
class WindowTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase("ramp-up", Duration.ZERO, ofSeconds(10)),
          new Phase(
              "steady",
              ofSeconds(10),
              ofSeconds(70),
              java.util.Optional.of(
                  new dev.onrush.profile.HeldLevel(5, dev.onrush.profile.HeldLevel.Unit.USERS))));

  private interface Millis {
    long at(int second, int request);
  }

  private record Run(int requests, Millis millis) {}

  /** Ten requests a second; {@code millis} returns their times in milliseconds. */
  private static Judgement judge(Threshold threshold, Millis millis) {
    return judge(threshold, second -> 10, millis);
  }

  private static Judgement judge(
      Threshold threshold, java.util.function.IntUnaryOperator requests, Millis millis) {
    Recorder recorder = new Recorder(PHASES, text -> text);
    Judge judge = new Judge(List.of(threshold), PHASES, List.of());
    for (int second = 0; second < 70; second++) {
      for (int i = 0; i < requests.applyAsInt(second); i++) {
        long start = second * 1_000L;
        recorder.response("B", "", "r", start, start + millis.at(second, i), true, "200", "");
      }
      judge.add(
          recorder
              .takeInterval(ofSeconds(second + 1))
              .withService(Map.of("heap", 100.0 + millis.at(second, 0))));
    }
    return judge.judge().get(0);
  }

  @Test
  void a_stall_of_three_seconds_that_the_whole_run_hides_breaks_its_window() {
    Millis stalled = (second, i) -> second >= 30 && second < 33 ? 950 : 20;

    assertThat(judge(p95().below(ofMillis(100)), stalled).verdict()).isEqualTo(Verdict.PASS);
    Judgement every = judge(p95().every(ofSeconds(5)).below(ofMillis(100)), stalled);
    assertThat(every.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(every.actual()).hasValue(950);
    assertThat(every.detail()).isEqualTo("from 00:26 to 00:31, of 66 windows");
  }

  /** The last second of the load is recorded 29 ms early. */
  @Test
  void the_time_of_a_window_is_rounded_to_its_length() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    Judge judge =
        new Judge(List.of(p95().every(ofSeconds(2)).below(ofMillis(100))), PHASES, List.of());
    for (int second = 0; second < 9; second++) {
      long start = second * 1_000L;
      recorder.response("B", "", "r", start, start + (second < 7 ? 20 : 900), true, "200", "");
      judge.add(
          recorder.takeInterval(second == 8 ? ofMillis(8_971) : ofMillis(1_000L * (second + 1))));
    }

    assertThat(judge.judge().get(0).detail()).startsWith("from 00:07 to 00:09, of ");
  }

  @Test
  void windows_stay_within_their_phase() {
    Millis slowStart = (second, i) -> second < 10 ? 900 : 20;

    assertThat(judge(p95().during("steady").every(ofSeconds(5)).below(ofMillis(100)), slowStart))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "from 00:10 to 00:15, of 56 windows");
    assertThat(judge(p95().during("ramp-up").every(ofSeconds(30)).below(ofMillis(100)), slowStart))
        .extracting(Judgement::verdict, Judgement::finding)
        .containsExactly(
            Verdict.NO_DATA,
            "p95 in ramp-up every 30 s could not be determined: no window of 30 s was complete;"
                + " the longest was 00:10");
    assertThat(judge(p95().during("ramp-up").every(ofSeconds(10)).below(ofMillis(100)), slowStart))
        .extracting(Judgement::detail)
        .isEqualTo("from 00:00 to 00:10, of 1 window");
  }

  @Test
  void a_window_in_which_nothing_ends_has_a_throughput_of_0() {
    Judgement judgement =
        judge(
            throughput().during("steady").every(ofSeconds(3)).above(perSecond(5)),
            second -> second >= 40 && second < 43 ? 0 : 10,
            (second, i) -> 20);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.actual()).hasValue(0);
    assertThat(judgement.detail()).startsWith("from 00:40 to 00:43");
  }

  /** There is no response from 00:40 to 00:43. */
  private static Judgement inSilence(Threshold threshold) {
    return judge(threshold, second -> second >= 40 && second < 43 ? 0 : 10, (second, i) -> 20);
  }

  @Test
  void a_window_in_which_nothing_ends_has_counts_of_0_and_neither_times_nor_shares() {
    for (Threshold enough :
        List.of(
            successCount().every(ofSeconds(3)).atLeast(15),
            requestCount().every(ofSeconds(3)).atLeast(15),
            statusCount("200").every(ofSeconds(3)).atLeast(15))) {
      assertThat(inSilence(enough))
          .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
          .containsExactly(Verdict.FAIL, 0.0);
    }
    assertThat(inSilence(errorCount().every(ofSeconds(3)).exactly(0)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(inSilence(statusShare("200").every(ofSeconds(3)).atLeast(ofPercent(99))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(inSilence(p95().every(ofSeconds(3)).between(ofMillis(15), ofMillis(25))).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void a_window_in_which_nothing_could_be_sent_has_errors() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    Judge judge =
        new Judge(List.of(errorCount().every(ofSeconds(3)).exactly(0)), PHASES, List.of());
    for (int second = 0; second < 5; second++) {
      recorder.crash("B", "", "r", second * 1_000L, "no attribute");
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    assertThat(judge.judge().get(0).toString())
        .isEqualTo(
            "FAIL: error count every 3 s was 3 over 5 requests (required 0): from 00:00 to 00:03, of 3"
                + " windows");
  }

  @Test
  void a_throughput_breaks_first_when_nobody_is_answered() {
    Threshold threshold = throughput().during("steady").atLeast(perSecond(8));
    FirstBreach breach = FirstBreach.of(threshold, PHASES).orElseThrow();
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 70; second++) {
      for (int i = 0; i < (second < 40 || second >= 60 ? 10 : 0); i++) {
        recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 20, true, "200", "");
      }
      breach.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    // the last second with responses and the first one without give 5/s
    assertThat(breach.span()).hasValue(new Span(ofSeconds(40), ofSeconds(61)));
  }

  /** Ten requests a second for 70 s, and one response 15 s after the end of the last phase. */
  private static Judgement woundDown(Threshold threshold) {
    Recorder recorder = new Recorder(PHASES, text -> text);
    Judge judge = new Judge(List.of(threshold), PHASES, List.of());
    for (int second = 0; second < 85; second++) {
      for (int i = 0; i < (second < 70 ? 10 : 0); i++) {
        recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 20, true, "200", "");
      }
      if (second == 84) {
        recorder.response("B", "", "r", 69_900, 84_900, false, "500", "late");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return judge.judge().get(0);
  }

  @Test
  void windows_that_need_load_end_with_the_last_phase() {
    assertThat(woundDown(throughput().every(ofSeconds(10)).atLeast(perSecond(9))))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "from 00:00 to 00:10, of 61 windows");
    assertThat(woundDown(throughput().every(ofSeconds(10)).between(perSecond(9), perSecond(11))))
        .extracting(Judgement::verdict)
        .isEqualTo(Verdict.PASS);
    assertThat(woundDown(successCount().every(ofSeconds(10)).atLeast(90)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  /** Ten requests a second for a minute, the last second of which is taken late. */
  private static Judgement endedAfterAMinute(Threshold threshold, int lateMillis) {
    return endedAfterAMinute(threshold, 60_003, 60_000 + lateMillis, 62_000);
  }

  /** Judges the same run with the end of the load, and the ends of the last intervals. */
  private static Judgement endedAfterAMinute(Threshold threshold, int end, int... last) {
    List<Phase> phases = List.of(Phase.WHOLE_RUN);
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 10; i++) {
        recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 5, true, "200", "");
      }
      if (second < 59) {
        judge.add(recorder.takeInterval(ofSeconds(second + 1)));
      }
    }
    judge.timeline().endLoad(ofMillis(end));
    for (int moment : last) {
      judge.add(recorder.takeInterval(ofMillis(moment)));
    }
    return judge.judge().get(0);
  }

  @Test
  void a_window_as_long_as_the_load_is_judged_though_its_last_second_is_taken_late() {
    Threshold minute = throughput().every(ofSeconds(60)).atLeast(perSecond(9.9));

    // 600 requests in 60.05 s
    assertThat(endedAfterAMinute(minute, 50))
        .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
        .containsExactly(Verdict.PASS, 600 / 60.05);
    assertThat(endedAfterAMinute(minute, 500).verdict()).isEqualTo(Verdict.NO_DATA);
    // the time after the last second is not part of the load, however short it is
    assertThat(
            endedAfterAMinute(
                    throughput().every(ofSeconds(5)).atLeast(perSecond(9.98)),
                    60_006,
                    60_003,
                    60_075)
                .verdict())
        .isEqualTo(Verdict.PASS);
    // for one second, 47 ms are too much
    assertThat(
            endedAfterAMinute(throughput().every(ofSeconds(1)).atLeast(perSecond(9.9)), 50)
                .actual())
        .hasValue(10);
  }

  @Test
  void windows_of_what_is_too_much_go_on_to_the_end_of_the_run() {
    assertThat(woundDown(errorCount().every(ofSeconds(10)).exactly(0)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  /** The late response is one of 101 of the last window. */
  @Test
  void windows_of_responses_end_with_the_load_and_the_last_contains_what_comes_later() {
    assertThat(woundDown(p95().every(ofSeconds(10)).below(ofSeconds(1))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(woundDown(errorRate().every(ofSeconds(10)).below(ofPercent(2))))
        .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
        .containsExactly(Verdict.PASS, 100 / 101.0);
    assertThat(woundDown(max().every(ofSeconds(10)).below(ofSeconds(10))))
        .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
        .containsExactly(Verdict.FAIL, 15_000.0);
  }

  /**
   * Returns the first breach in a run with ten requests a second for 70 s and a wind-down of 15 s.
   */
  private static Optional<Span> firstBreachOfWindDown(Threshold threshold) {
    FirstBreach breach = FirstBreach.of(threshold, PHASES).orElseThrow();
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 85; second++) {
      for (int i = 0; i < (second < 70 ? 10 : 0); i++) {
        recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 20, true, "200", "");
      }
      breach.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return breach.span();
  }

  @Test
  void the_wind_down_is_no_breach_of_a_least_throughput_in_each_window() {
    assertThat(firstBreachOfWindDown(throughput().every(ofSeconds(10)).atLeast(perSecond(9))))
        .isEmpty();
  }

  /** 700 requests in 85 s are 8.2/s. */
  @Test
  void the_wind_down_may_be_what_breaks_a_least_throughput_of_the_whole_run() {
    Threshold threshold = throughput().atLeast(perSecond(9));

    assertThat(woundDown(threshold).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(firstBreachOfWindDown(threshold)).hasValue(new Span(ofSeconds(70), ofSeconds(85)));
  }

  @Test
  void a_throughput_breaks_where_no_request_could_be_built() {
    Threshold threshold = throughput().atLeast(perSecond(9));
    FirstBreach breach = FirstBreach.of(threshold, PHASES).orElseThrow();
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 70; second++) {
      for (int i = 0; i < 10; i++) {
        if (second < 40) {
          recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 20, true, "200", "");
        } else {
          recorder.crash("B", "", "r", second * 1_000L, "no attribute");
        }
      }
      breach.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    // the last second with responses and the first one without give 5/s
    assertThat(breach.span()).hasValue(new Span(ofSeconds(40), ofSeconds(70)));
  }

  @Test
  void parts_of_a_trend_in_which_nothing_ends_have_counts_of_0() {
    // 10 in half of the parts and 0 in the others: the deviation equals the mean
    Judgement waves =
        judge(
            Threshold.parse("stability of success count in steady <= 10 %"),
            second -> second / 10 % 2 == 0 ? 10 : 0,
            (second, i) -> 20);

    assertThat(waves.actual().getAsDouble()).isBetween(95.0, 105.0);
    assertThat(waves.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_metric_of_the_service_is_judged_by_phase_and_by_window() {
    Millis high = (second, i) -> second == 50 ? 400 : 0;

    assertThat(judge(service("heap").max().below(200.0), high).actual()).hasValue(500);
    assertThat(judge(service("heap").max().during("ramp-up").below(200.0), high).actual())
        .hasValue(100);
    assertThat(judge(service("heap").mean().every(ofSeconds(2)).below(200.0), high).actual())
        .hasValue(300);
    assertThat(judge(service("other").max().below(200.0), high).verdict())
        .isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void a_slow_leak_drifts_and_noise_does_not() {
    // 100 ms at the start of the steady state, 160 ms at its end; the noise is equally large
    Millis leak = (second, i) -> 100 + second + (second * 37 % 11) * 5;
    Millis noise = (second, i) -> 130 + (second * 37 % 11) * 5;

    Judgement leaking = judge(drift().within(ofPercent(10)), leak);
    assertThat(leaking.verdict()).isEqualTo(Verdict.FAIL);
    // 60 ms from the start of the first part to the end of the last, divided by a median of about
    // 164
    assertThat(leaking.actual().getAsDouble()).isBetween(20.0, 50.0);
    assertThat(leaking.detail()).contains("(95 % interval +");
    Judgement noisy = judge(drift().within(ofPercent(10)), noise);
    assertThat(noisy.verdict()).isEqualTo(Verdict.PASS);
    assertThat(noisy.detail()).startsWith("no upward drift (0 %, 95 % interval -");
    assertThat(judge(drift(service("heap").mean()).within(ofPercent(10)), leak).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judge(drift(p95().during("ramp-up")).within(ofPercent(10)), leak).actual())
        .isPresent();
  }

  /** From 1 to 10 in ten seconds: a rise by 1/s, and so by 10, which is 182 % of the median 5.5. */
  @Test
  void a_drift_is_a_share_of_the_median() {
    Judge judge =
        new Judge(
            List.of(drift(service("level").mean()).within(ofPercent(10))),
            steadyFor(10),
            List.of());
    for (int second = 0; second < 10; second++) {
      judge.add(
          new Interval(
              ofSeconds(second),
              ofSeconds(second + 1),
              Map.of(),
              Map.of(),
              Optional.empty(),
              Map.of("level", second + 1.0)));
    }

    assertThat(judge.judge().get(0).actual().getAsDouble()).isCloseTo(100 * 10 / 5.5, within(0.1));
  }

  @Test
  void a_drift_is_the_rise_from_the_start_of_the_steady_state_to_its_end() {
    List<Phase> phases = steadyFor(10);
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(drift(p50()).within(ofPercent(10))), phases, List.of());
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        long start = 1_000L * second;
        recorder.response("B", "", "r", start, start + 1_000 + 12L * second, true, "200", "");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    // 12 ms a second for 10 s, divided by the median of 1,060 ms
    Judgement judgement = judge.judge().get(0);
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(Verdict.FAIL);
    assertThat(judgement.actual().orElseThrow()).isBetween(11.2, 11.4);
  }

  @Test
  void a_rise_that_is_not_99_percent_certain_is_not_said_to_be_none() {
    Judgement rising =
        judge(
            drift().within(ofPercent(10)),
            (second, i) -> 130 + second * 112 / 400 + (second * 37 % 13) * 4);

    assertThat(rising.actual()).hasValue(0);
    assertThat(rising.detail())
        .isEqualTo("upward drift not certain at 99 % (+10.8 %, 95 % interval +1.77 % to +29.1 %)");
  }

  @Test
  void what_is_mostly_or_always_0_can_drift_too() {
    Millis never = (second, i) -> -100;
    Millis late = (second, i) -> second < 50 ? -100 : second - 100;

    assertThat(judge(drift(service("heap").mean()).within(ofPercent(10)), never))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "no upward drift (0 %, 95 % interval 0 % to 0 %)");
    assertThat(judge(drift(service("heap").mean()).within(ofPercent(10)), late).actual())
        .isPresent();
  }

  @Test
  void a_throughput_that_comes_and_goes_is_not_stable() {
    assertThat(judge(stability().within(ofPercent(10)), (second, i) -> 20).actual()).hasValue(0);
    // 15 and 5 a second, for ten seconds each: standard deviation 5 divided by mean 10
    Judgement waves =
        judge(
            stability().within(ofPercent(10)),
            second -> second / 10 % 2 == 0 ? 15 : 5,
            (second, i) -> 20);
    assertThat(waves.actual().getAsDouble()).isBetween(45.0, 55.0);
    assertThat(waves.verdict()).isEqualTo(Verdict.FAIL);
  }

  /** Ten requests in each of these seconds, and {@code late} in the milliseconds after them. */
  private static Judgement judge(
      Threshold threshold, List<Phase> phases, int seconds, int late, int millisAfter) {
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    for (int second = 0; second < seconds; second++) {
      answers(recorder, second, 10);
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    answers(recorder, seconds, late);
    judge.add(recorder.takeInterval(ofSeconds(seconds).plusMillis(millisAfter)));
    return judge.judge().get(0);
  }

  private static void answers(Recorder recorder, int second, int count) {
    for (int i = 0; i < count; i++) {
      recorder.response("B", "", "r", second * 1_000L, second * 1_000L + 5, true, "200", "");
    }
  }

  private static List<Phase> steadyFor(int seconds) {
    return steadyFor(ofSeconds(seconds));
  }

  private static List<Phase> steadyFor(Duration time) {
    return arrivalRate().hold(perSecond(10), time).phases();
  }

  @Test
  void the_time_in_which_the_last_users_leave_does_not_make_a_throughput_unstable() {
    // up to 40 parts: one per second for 30 s, one per two seconds for 60 s
    for (int seconds : List.of(10, 30, 59, 60)) {
      for (int millis : List.of(35, 450, 700)) {
        for (int late : List.of(0, 1)) {
          for (List<Phase> phases : List.of(steadyFor(seconds), List.of(Phase.WHOLE_RUN))) {
            for (Threshold threshold :
                List.of(
                    stability().within(ofPercent(10)),
                    stability(requestCount()).within(ofPercent(10)))) {
              assertThat(judge(threshold, phases, seconds, late, millis))
                  .as("%s s and %s ms, %s late, %s", seconds, millis, late, threshold)
                  .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
                  .containsExactly(Verdict.PASS, 0.0);
            }
          }
        }
      }
    }
  }

  @Test
  void a_second_that_lasted_long_leaves_the_parts_of_a_trend_after_it() {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Judge judge =
        new Judge(List.of(stability().within(ofPercent(10))), List.of(Phase.WHOLE_RUN), List.of());
    for (int second = 0; second < 20; second++) {
      answers(recorder, second, 10);
      if (second < 3 || second > 6) {
        judge.add(recorder.takeInterval(ofSeconds(second + 1)));
      }
    }

    assertThat(judge.judge().get(0))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "over 16 parts of the time");
  }

  @Test
  void ten_seconds_that_begin_within_a_second_have_parts_enough_for_a_trend() {
    // from 2.5 s to 12.5 s: 3 s to 12 s
    List<Phase> phases = load().users(10).rampUp(ofMillis(2_500)).holdFor(ofSeconds(10)).phases();

    assertThat(judge(stability().within(ofPercent(10)), phases, 13, 0, 35))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "over 9 parts of the time");
    assertThat(judge(stability().within(ofPercent(10)), steadyFor(8), 8, 0, 35).finding())
        .contains("8 parts of the time had data; 9 are needed, each of at least one second");
  }

  @Test
  void the_last_window_of_a_floor_ends_with_the_last_phase_to_the_millisecond() {
    for (Threshold floor :
        List.of(
            throughput().every(ofSeconds(1)).atLeast(perSecond(8)),
            throughput().during("steady").every(ofSeconds(1)).atLeast(perSecond(8)))) {
      assertThat(judge(floor, steadyFor(30), 30, 1, 450))
          .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
          .containsExactly(Verdict.PASS, 10.0);
    }
  }

  @Test
  void the_last_fraction_of_a_second_of_a_plan_breaks_no_floor_and_makes_nothing_unstable() {
    // 5 requests are left for this time; the run ends as soon as they have a response, or waits for
    // one
    for (int millis : List.of(505, 800, 1_000, 1_004)) {
      for (Threshold floor :
          List.of(
              throughput().every(ofSeconds(1)).atLeast(perSecond(8)),
              throughput().during("steady").every(ofSeconds(1)).atLeast(perSecond(8)),
              requestCount().every(ofSeconds(1)).atLeast(8),
              requestCount().every(ofSeconds(4)).atLeast(38))) {
        assertThat(judge(floor, steadyFor(ofMillis(7_500)), 7, 5, millis))
            .as("%s ms, %s", millis, floor)
            .extracting(Judgement::verdict)
            .isEqualTo(Verdict.PASS);
      }
      // up to 40 parts: one per second for 10 s, one per two seconds for 41 s and 60 s
      for (int seconds : List.of(10, 41, 60)) {
        for (Threshold stable :
            List.of(
                stability().within(ofPercent(10)),
                stability(requestCount()).within(ofPercent(10)))) {
          List<Phase> phases = steadyFor(ofMillis(1_000 * seconds + 500));
          assertThat(judge(stable, phases, seconds, 5, millis))
              .as("%s s and %s ms, %s", seconds, millis, stable)
              .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
              .containsExactly(Verdict.PASS, 0.0);
        }
      }
    }
  }

  @Test
  void a_phase_between_two_others_has_no_fractions_of_a_second_in_floors_and_trends() {
    // steady from 7.5 s to 19.5 s; requests every 100 ms from start to end
    List<Phase> phases =
        arrivalRate()
            .rampTo(perSecond(10), ofMillis(7_500))
            .holdFor(ofSeconds(12))
            .rampTo(perSecond(0), ofMillis(2_500))
            .phases();
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge =
        new Judge(
            List.of(
                throughput().during("steady").every(ofSeconds(1)).atLeast(perSecond(8)),
                stability().within(ofPercent(10))),
            phases,
            List.of());
    for (int second = 0; second < 22; second++) {
      for (int i = 0; i < 10; i++) {
        long at = second * 1_000L + i * 100L;
        recorder.response("B", "", "r", at, at + 5, true, "200", "");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    assertThat(judge.judge())
        .extracting(Judgement::verdict, j -> j.actual().orElseThrow(), Judgement::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Verdict.PASS, 10.0, "from 00:08 to 00:09, of 11 windows"),
            org.assertj.core.groups.Tuple.tuple(Verdict.PASS, 0.0, "over 11 parts of the time"));
  }

  /** Exactly 100 requests a second for 10 s; one interval ends 200 ms late. */
  private static Judgement withLateInterval(Threshold threshold) {
    List<Phase> phases = steadyFor(10);
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    int sent = 0;
    for (int second = 1; second <= 10; second++) {
      int end = 1_000 * second + (second == 4 ? 200 : 0);
      for (; 10 * sent < end; sent++) {
        recorder.response("B", "", "r", 10L * sent, 10L * sent, true, "200", "");
      }
      judge.add(recorder.takeInterval(ofMillis(end)));
    }
    return judge.judge().get(0);
  }

  @Test
  void a_window_that_is_longer_or_shorter_than_asked_breaks_no_count() {
    // 120 requests in the second that ends late, and 80 in the next one
    for (Threshold count :
        List.of(
            requestCount().every(ofSeconds(1)).atLeast(90),
            requestCount().every(ofSeconds(1)).atMost(110))) {
      assertThat(withLateInterval(count).verdict()).as("%s", count).isEqualTo(Verdict.INVALID);
    }
    for (Threshold count :
        List.of(
            requestCount().every(ofSeconds(1)).atLeast(80),
            requestCount().every(ofSeconds(1)).atMost(120),
            requestCount().every(ofSeconds(5)).between(480, 520),
            errorCount().every(ofSeconds(1)).atMost(0))) {
      assertThat(withLateInterval(count).verdict()).as("%s", count).isEqualTo(Verdict.PASS);
    }
    for (Threshold count :
        List.of(
            requestCount().every(ofSeconds(1)).atLeast(101),
            requestCount().every(ofSeconds(1)).atMost(99))) {
      assertThat(withLateInterval(count).verdict()).as("%s", count).isEqualTo(Verdict.FAIL);
    }
  }

  @Test
  void a_short_window_at_the_end_of_a_run_is_not_filled_up_with_its_own_rate() {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Judge judge =
        new Judge(
            List.of(errorCount().every(ofSeconds(1)).atMost(5)),
            List.of(Phase.WHOLE_RUN),
            List.of());
    answers(recorder, 0, 10);
    judge.add(recorder.takeInterval(ofSeconds(1)));
    for (int i = 0; i < 4; i++) {
      recorder.response("B", "", "r", 1_000, 1_100, false, "500", "e");
    }
    judge.add(recorder.takeInterval(ofMillis(1_600)));

    // 4 in 0.6 s, and none in the 0.4 s before it
    assertThat(judge.judge().get(0))
        .extracting(Judgement::verdict, j -> j.actual().orElseThrow())
        .containsExactly(Verdict.PASS, 4.0);
  }

  @Test
  void a_count_in_parts_of_different_length_is_stable() {
    assertThat(withLateInterval(stability(requestCount()).within(ofPercent(1))))
        .extracting(Judgement::verdict, j -> Math.round(j.actual().orElseThrow()))
        .containsExactly(Verdict.PASS, 0L);
  }

  @Test
  void a_last_second_that_began_late_is_a_part_of_a_trend() {
    // the thread that ends the intervals was once woken 150 ms late
    Judge judge = new Judge(List.of(stability().within(ofPercent(10))), steadyFor(10), List.of());
    Recorder recorder = new Recorder(steadyFor(10), text -> text);
    for (int second = 0; second < 10; second++) {
      answers(recorder, second, 10);
      judge.add(recorder.takeInterval(ofMillis(1_000 * (second + 1) + (second == 8 ? 150 : 5))));
    }

    assertThat(judge.judge().get(0))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(Verdict.PASS, "over 10 parts of the time");
  }

  @Test
  void a_trend_without_enough_of_the_run_is_no_data() {
    Judge judge = new Judge(List.of(drift().within(ofPercent(10))), PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.response("B", "", "r", 11_000, 11_010, true, "200", "");
    judge.add(recorder.takeInterval(ofSeconds(12)));

    assertThat(judge.judge().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
  }

  @Test
  void each_request_is_judged_and_the_worst_is_named() {
    Recorder recorder = new Recorder(PHASES, text -> text);
    recorder.response("B", "", "Fast", 0, 10, true, "200", "");
    recorder.response("B", "Checkout", "Pay", 0, 300, true, "200", "");
    var interval = recorder.takeInterval(ofSeconds(1));

    assertThat(each(List.of("Fast", "Pay"), interval, 200))
        .extracting(Judgement::verdict, Judgement::finding)
        .containsExactly(
            Verdict.FAIL, "p95 of each request was 300 ms (limit 200 ms): Checkout / Pay");
    assertThat(each(List.of("Fast", "Pay"), interval, 400).verdict()).isEqualTo(Verdict.PASS);
    assertThat(each(List.of("Fast", "Pay", "Never"), interval, 400))
        .extracting(Judgement::verdict, Judgement::finding)
        .containsExactly(
            Verdict.NO_DATA, "p95 of each request could not be determined: Never was not sent");
    // a breach is worse than missing data
    assertThat(each(List.of("Never"), interval, 200).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_request_that_is_first_answered_late_is_judged_from_the_runs_begin() {
    for (String measure :
        List.of("throughput of %s every 10 s >= 1/s", "stability of throughput of %s <= 10 %%")) {
      Judge judge =
          new Judge(
              List.of(
                  Threshold.parse(measure.formatted("Pay")),
                  Threshold.parse(measure.formatted("each request"))),
              PHASES,
              List.of("List", "Pay"));
      Recorder recorder = new Recorder(PHASES, text -> text);
      for (int second = 0; second < 70; second++) {
        long start = second * 1_000L;
        for (int i = 0; i < 2; i++) {
          recorder.response("B", "", "List", start, start + 20, true, "200", "");
          if (second >= 60) {
            recorder.response("B", "", "Pay", start, start + 20, true, "200", "");
          }
        }
        judge.add(recorder.takeInterval(ofSeconds(second + 1)));
      }

      Judgement one = judge.judge().get(0);
      Judgement each = judge.judge().get(1);
      assertThat(one.verdict()).as(measure).isEqualTo(Verdict.FAIL);
      assertThat(each.verdict()).as(measure).isEqualTo(Verdict.FAIL);
      assertThat(each.actual()).isEqualTo(one.actual());
      assertThat(each.moment()).isEqualTo(one.moment());
      assertThat(each.detail()).isEqualTo("Pay, " + one.detail());
    }
  }

  private static Judgement each(
      List<String> planned, dev.onrush.internal.metrics.Interval interval, int millis) {
    Judge judge =
        new Judge(List.of(p95().ofEachRequest().below(ofMillis(millis))), PHASES, planned);
    judge.add(interval);
    return judge.judge().get(0);
  }
}
