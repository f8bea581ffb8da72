package dev.onrush.internal.verdict;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rates and counts of parts of a run, in some of which the generator stood still. */
class StandstillRangeTest {

  private static final int SECONDS = 20;

  private static final List<Phase> PHASES =
      List.of(
          new Phase(
              "steady",
              Duration.ZERO,
              ofSeconds(SECONDS),
              Optional.of(new HeldLevel(2, HeldLevel.Unit.USERS))));

  /** The same time under an arrival rate, whose arrivals are made up for after a standstill. */
  private static final List<Phase> ARRIVALS =
      List.of(
          new Phase(
              "steady",
              Duration.ZERO,
              ofSeconds(SECONDS),
              Optional.of(new HeldLevel(100, HeldLevel.Unit.ARRIVALS))));

  private List<Phase> phases = PHASES;
  private final Map<Integer, Integer> responses = new HashMap<>();
  private final Map<Integer, Duration> standstills = new HashMap<>();
  private final Map<Integer, Integer> waits = new HashMap<>();
  private int waited = 8_000;
  private int usual = 100;
  private boolean passed = true;

  private StandstillRangeTest responses(int second, int number) {
    responses.put(second, number);
    return this;
  }

  private StandstillRangeTest standstill(int second, int millis) {
    standstills.put(second, ofMillis(millis));
    return this;
  }

  private Judgement judge(Threshold threshold) {
    Recorder recorder = new Recorder(phases, text -> text);
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    for (int second = 0; second < SECONDS; second++) {
      for (int i = 0; i < responses.getOrDefault(second, usual); i++) {
        long start = second * 1_000L;
        recorder.response("B", "", "r", start, start + 5, passed, "", passed ? "" : "e");
      }
      Duration still = standstills.getOrDefault(second, Duration.ZERO);
      judge.add(
          recorder
              .takeInterval(ofSeconds(second + 1))
              .with(new Vitals(0.1, 0.1, Duration.ZERO, still, still, 0.1, 1, 100)));
    }
    return judge.judge().get(0);
  }

  private Verdict verdict(Threshold threshold) {
    return judge(threshold).verdict();
  }

  @Test
  void a_window_with_a_standstill_may_have_had_a_higher_rate() {
    responses(15, 60).standstill(15, 400);

    Judgement undecided = judge(throughput().every(ofSeconds(1)).atLeast(perSecond(90)));
    assertThat(undecided.toString())
        .isEqualTo(
            "INVALID: would be FAIL: throughput every 1 s was 60.0/s over 1,960 requests (minimum"
                + " 90/s): from 00:15 to 00:16, of 20 windows; the true value is between 60.0/s and"
                + " 100/s; the generator may account for the difference");
    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(101))))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(59))))
        .isEqualTo(Verdict.PASS);
    // 460 in 5 s; 500 without the standstill
    assertThat(judge(requestCount().every(ofSeconds(5)).atLeast(480)).uncertainty())
        .contains(new Uncertainty(460, 500));
  }

  @Test
  void arrivals_that_were_made_up_for_within_a_window_do_not_raise_its_rate() {
    phases = ARRIVALS;
    responses(10, 60).responses(11, 140).standstill(10, 400);
    Threshold mean = throughput().every(ofSeconds(5)).atMost(perSecond(102));
    Threshold count = requestCount().every(ofSeconds(5)).atMost(510);

    // The window from 00:11 on has 540 responses, 40 of which were due before it.
    assertThat(verdict(throughput().every(ofSeconds(5)).atMost(perSecond(109))))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(throughput().every(ofSeconds(5)).atMost(perSecond(99))))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(mean)).as("%s", judge(mean)).isEqualTo(Verdict.INVALID);

    // within the second of the standstill
    responses.clear();
    assertThat(judge(mean).uncertainty()).contains(new Uncertainty(100, 100));
    assertThat(verdict(mean)).isEqualTo(Verdict.PASS);
    assertThat(verdict(count)).isEqualTo(Verdict.PASS);
    assertThat(verdict(throughput().every(ofSeconds(1)).atMost(perSecond(101))))
        .isEqualTo(Verdict.PASS);
    responses(10, 101);
    assertThat(verdict(throughput().every(ofSeconds(1)).atMost(perSecond(101))))
        .as("one more than usual")
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void arrivals_that_were_not_made_up_for_within_a_window_may_raise_its_rate() {
    phases = ARRIVALS;
    responses(10, 60).standstill(10, 400);

    // 460 in 5 s; 500 without the standstill
    Judgement undecided = judge(requestCount().every(ofSeconds(5)).atLeast(480));
    assertThat(undecided.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(undecided.uncertainty().orElseThrow().most()).isCloseTo(500, within(1.0));
  }

  @Test
  void users_that_stood_still_may_have_had_a_higher_rate() {
    standstill(10, 400);

    assertThat(verdict(throughput().every(ofSeconds(5)).atMost(perSecond(102))))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_standstill_in_one_window_is_no_excuse_for_another() {
    responses(5, 60).responses(15, 59).standstill(15, 400);

    Judgement broken = judge(throughput().every(ofSeconds(1)).atLeast(perSecond(90)));

    assertThat(broken)
        .extracting(Judgement::verdict, Judgement::detail, j -> j.actual().orElseThrow())
        .containsExactly(Verdict.FAIL, "from 00:05 to 00:06, of 20 windows", 60.0);
  }

  @Test
  void a_standstill_that_is_reported_with_the_next_interval_may_have_begun_in_the_window() {
    responses(15, 60).standstill(16, 400);

    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(90))))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void a_window_after_a_standstill_may_contain_what_was_due_before_it() {
    responses(10, 60).responses(11, 140);
    assertThat(verdict(throughput().every(ofSeconds(1)).atMost(perSecond(110))))
        .isEqualTo(Verdict.FAIL);

    standstill(10, 400);
    assertThat(judge(throughput().every(ofSeconds(1)).atMost(perSecond(110))))
        .satisfies(
            undecided -> {
              assertThat(undecided.verdict()).isEqualTo(Verdict.INVALID);
              // 0.4 s of 140/s may have come late, which is less than what was missing before
              assertThat(undecided.uncertainty().orElseThrow().least()).isCloseTo(100, within(0.1));
            });
    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(90))))
        .isEqualTo(Verdict.INVALID);
    assertThat(verdict(throughput().every(ofSeconds(1)).atMost(perSecond(150))))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(50))))
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void a_standstill_after_which_nothing_was_missing_changes_no_other_window() {
    standstill(10, 400);

    assertThat(verdict(throughput().every(ofSeconds(1)).atLeast(perSecond(99))))
        .isEqualTo(Verdict.PASS);
    assertThat(verdict(throughput().every(ofSeconds(1)).atMost(perSecond(99))))
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_count_of_failures_that_a_standstill_may_have_kept_low_does_not_pass() {
    passed = false;
    usual = 0;
    responses(10, 60).standstill(10, 400);

    assertThat(verdict(errorCount().every(ofSeconds(1)).atMost(65))).isEqualTo(Verdict.INVALID);
    assertThat(verdict(errorCount().every(ofSeconds(1)).atMost(100))).isEqualTo(Verdict.PASS);
    assertThat(verdict(errorCount().every(ofSeconds(1)).atMost(30))).isEqualTo(Verdict.FAIL);
  }

  @Test
  void no_failures_are_none_in_spite_of_a_standstill() {
    standstill(10, 400);

    assertThat(verdict(errorCount().every(ofSeconds(1)).atMost(0))).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_rate_that_a_standstill_lowered_is_not_unstable_because_of_it() {
    responses(15, 60).standstill(15, 400);

    // a deviation of 8.94 and a mean of 98
    Judgement unstable = judge(stability().within(ofPercent(5)));
    assertThat(unstable.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(unstable.actual().orElseThrow()).isCloseTo(9.13, within(0.01));
    assertThat(unstable.uncertainty().orElseThrow().least()).isCloseTo(0, within(0.001));
    assertThat(verdict(stability(requestCount()).within(ofPercent(5)))).isEqualTo(Verdict.INVALID);
    assertThat(verdict(stability().within(ofPercent(10)))).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_rate_that_moved_to_the_next_second_is_not_unstable_because_of_it() {
    responses(10, 60).responses(11, 140);
    assertThat(verdict(stability().within(ofPercent(5)))).isEqualTo(Verdict.FAIL);

    for (int reported : List.of(10, 11)) {
      standstills.clear();
      standstill(reported, 400);
      Judgement undecided = judge(stability().within(ofPercent(5)));

      assertThat(undecided.verdict()).as("in second %s", reported).isEqualTo(Verdict.INVALID);
      assertThat(undecided.uncertainty().orElseThrow().least()).isCloseTo(0, within(0.001));
    }
  }

  @Test
  void a_standstill_explains_only_its_own_part_of_an_instability() {
    for (int second = 10; second < SECONDS; second++) {
      responses(second, 50);
    }
    standstill(5, 400).standstill(15, 400);

    // 100/s and 50/s for 10 s each: a deviation of 25.6 and a mean of 75
    Judgement unstable = judge(stability().within(ofPercent(10)));
    assertThat(unstable.verdict()).as("%s", unstable).isEqualTo(Verdict.FAIL);
    assertThat(unstable.actual().orElseThrow()).isCloseTo(34.2, within(0.1));
  }

  @Test
  void a_rate_that_was_made_up_for_within_its_second_stays_stable() {
    standstill(10, 400);

    assertThat(verdict(stability().within(ofPercent(5)))).isEqualTo(Verdict.PASS);
  }

  /** Two users, each of whose responses waited for the generator, usually for 8 ms. */
  private Judgement whereUsersWaited(Threshold threshold) {
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.userStarted("B");
    recorder.userStarted("B");
    Judge judge = new Judge(List.of(threshold), phases, List.of());
    for (int second = 0; second < SECONDS; second++) {
      for (int i = 0; i < responses.getOrDefault(second, usual); i++) {
        long own = waits.getOrDefault(second, waited);
        ResponseTime time = new ResponseTime(second * 1_000L, own + 2_000, 2_000);
        recorder.response("B", "", "r", time, Outcome.OK, "200", "");
      }
      judge.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return judge.judge().get(0);
  }

  @Test
  void a_window_whose_users_waited_for_the_generator_may_have_had_a_higher_rate() {
    // 0.8 s of the users' 2 s: 100/s in 60 % of the time are 167/s
    Threshold possible = throughput().every(ofSeconds(5)).atLeast(perSecond(160));

    assertThat(whereUsersWaited(possible).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(whereUsersWaited(throughput().every(ofSeconds(5)).atLeast(perSecond(170))).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(whereUsersWaited(requestCount().every(ofSeconds(5)).atMost(510)).verdict())
        .as("more requests would only have broken it")
        .isEqualTo(Verdict.PASS);
    phases = ARRIVALS;
    assertThat(whereUsersWaited(possible).verdict())
        .as("arrivals do not wait")
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_rate_that_varies_only_because_its_users_waited_for_the_generator_may_be_stable() {
    waited = 0;
    for (int second = 0; second < SECONDS; second += 2) {
      responses(second, 60); // 0.8 s of the users' 2 s: 100/s without it
      waits.put(second, 13_333);
    }
    Threshold stable = stability().within(ofPercent(10));

    assertThat(whereUsersWaited(stable).verdict()).isEqualTo(Verdict.INVALID);
    waits.clear();
    assertThat(whereUsersWaited(stable).verdict()).isEqualTo(Verdict.FAIL);
  }
}
