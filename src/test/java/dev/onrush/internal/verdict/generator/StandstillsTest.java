package dev.onrush.internal.verdict.generator;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.CallTimes;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  private static final List<Phase> PHASES =
      List.of(
          new Phase("ramp-up", Duration.ZERO, ofSeconds(10)),
          new Phase(
              "steady",
              ofSeconds(10),
              ofSeconds(20),
              Optional.of(new HeldLevel(5, HeldLevel.Unit.USERS))));

  /** Stands still for 200 ms in each second of the steady phase. */
  private static Standstills standstills(LoadProfile profile) {
    List<Row> rows = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      Duration pauses = second < 10 ? Duration.ZERO : ofMillis(200);
      rows.add(
          new Row(
              ofSeconds(second),
              ofSeconds(second + 1),
              100,
              0,
              1,
              1,
              1,
              1,
              Map.of(),
              Optional.of(new Vitals(0.4, 1, Duration.ZERO, pauses, pauses, 0.5, 100, 20_000)),
              1,
              1,
              0,
              Map.of()));
    }
    return Standstills.of(rows, List.of(FlowLoad.only(profile)));
  }

  private static Judgement judged(Threshold threshold, double actual) {
    Judgement failed =
        new Judgement(
            threshold, Verdict.FAIL, OptionalDouble.of(actual), 100, "", Optional.empty());
    return judged(failed, concurrentUsers().hold(5, ofSeconds(20)));
  }

  private static Judgement judged(Judgement failed, LoadProfile profile) {
    return GeneratorHealth.trusted(List.of(failed), List.of(), standstills(profile), PHASES).get(0);
  }

  private static Verdict verdict(Threshold threshold, double actual) {
    return judged(threshold, actual).verdict();
  }

  @Test
  void a_rate_that_standstills_may_have_lowered_does_not_fail() {
    Threshold steady = throughput().during(STEADY).atLeast(perSecond(165));

    assertThat(judged(steady, 143))
        .hasToString(
            "INVALID: would be FAIL: throughput in steady was 143/s over 100 requests (minimum"
                + " 165/s): the generator stood still for 20.0 % of the time");
    assertThat(verdict(steady, 131)).as("164/s without standstills").isEqualTo(Verdict.FAIL);
    assertThat(verdict(requestCount().atLeast(1_000), 905)).isEqualTo(Verdict.INVALID);
    assertThat(verdict(requestCount().atLeast(1_000), 895))
        .as("a tenth of the whole run")
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(throughput().during("ramp-up").atLeast(perSecond(165)), 164))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(throughput().during(STEADY).atMost(perSecond(100)), 143))
        .isEqualTo(Verdict.FAIL);
  }

  private static Verdict passed(Threshold threshold, double actual) {
    Judgement passed =
        new Judgement(
            threshold, Verdict.PASS, OptionalDouble.of(actual), 100, "", Optional.empty());
    return judged(passed, concurrentUsers().hold(5, ofSeconds(20))).verdict();
  }

  @Test
  void a_count_that_standstills_may_have_kept_low_does_not_pass() {
    assertThat(passed(errorCount().atMost(65), 60))
        .as("66 with a tenth more time")
        .isEqualTo(Verdict.INVALID);
    assertThat(passed(errorCount().atMost(65), 58)).isEqualTo(Verdict.PASS);
    assertThat(passed(errorCount().atMost(0), 0)).isEqualTo(Verdict.PASS);
    assertThat(passed(statusCount(500).atMost(65), 60)).isEqualTo(Verdict.INVALID);
    assertThat(passed(errorCount().atLeast(50), 60)).isEqualTo(Verdict.PASS);
    assertThat(verdict(statusCount(200).atLeast(1_000), 905)).isEqualTo(Verdict.INVALID);
    assertThat(verdict(counter("sold").total().atLeast(1_000), 905)).isEqualTo(Verdict.INVALID);
    assertThat(verdict(errorCount().atMost(65), 70)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void arrivals_that_were_due_during_a_standstill_are_made_up_for() {
    Judgement failed =
        new Judgement(
            requestCount().above(1), Verdict.FAIL, OptionalDouble.of(1), 1, "", Optional.empty());

    assertThat(judged(failed, arrivalRate().hold(perSecond(5), ofSeconds(20))).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judged(failed, concurrentUsers().hold(5, ofSeconds(20))).verdict())
        .as("not a whole request more")
        .isEqualTo(Verdict.FAIL);
  }

  /** A row of a run whose users waited for the generator, started late, and had responses late. */
  private static Row row(int second, double ownShare, double lag, double loopLag) {
    return new Row(
        ofSeconds(second),
        ofSeconds(second + 1),
        100,
        0,
        1,
        1,
        1,
        1,
        Map.of(),
        Optional.empty(),
        lag,
        loopLag,
        0,
        Map.of(),
        Map.of(),
        0,
        100,
        Map.of(),
        Map.of(),
        CallTimes.NONE,
        ownShare);
  }

  private static Judgement judged(
      Threshold threshold, Verdict verdict, double actual, List<Row> rows, List<FlowLoad> loads) {
    Judgement judgement =
        new Judgement(threshold, verdict, OptionalDouble.of(actual), 100, "", Optional.empty());
    return GeneratorHealth.trusted(
            List.of(judgement), List.of(), Standstills.of(rows, loads), PHASES)
        .get(0);
  }

  @Test
  void a_rate_of_users_who_waited_for_the_generator_itself_does_not_fail() {
    // in the steady phase, 30 % of the users' time
    List<Row> rows = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      rows.add(row(second, second < 10 ? 0 : 0.3, 1, 1));
    }
    List<FlowLoad> users = List.of(FlowLoad.only(concurrentUsers().hold(5, ofSeconds(20))));
    Threshold steady = throughput().during(STEADY).atLeast(perSecond(140));

    // 100/s in 70 % of the time are 142.9/s
    assertThat(judged(steady, Verdict.FAIL, 100, rows, users))
        .hasToString(
            "INVALID: would be FAIL: throughput in steady was 100/s over 100 requests (minimum"
                + " 140/s): the users waited for the generator itself in 30.0 % of the time");
    assertThat(judged(steady, Verdict.FAIL, 97, rows, users).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(
            judged(
                    throughput().during("ramp-up").atLeast(perSecond(140)),
                    Verdict.FAIL,
                    139,
                    rows,
                    users)
                .verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judged(errorCount().atMost(65), Verdict.PASS, 60, rows, users).verdict())
        .as("fewer requests make no failure disappear")
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void arrivals_that_come_late_at_the_end_of_a_phase_are_no_failure_of_its_count() {
    List<Row> rows = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      rows.add(row(second, 0, second == 19 ? 200 : 1, second == 19 ? 100 : 0));
    }
    List<FlowLoad> arrivals =
        List.of(FlowLoad.only(arrivalRate().hold(perSecond(10), ofSeconds(20))));
    Threshold count = requestCount().during(STEADY).exactly(100);

    // 0.3 s of 9.7/s are 2.9 requests
    assertThat(judged(count, Verdict.FAIL, 98, rows, arrivals))
        .hasToString(
            "INVALID: would be FAIL: request count in steady was 98 over 100 requests (required 100):"
                + " users started, or their responses were read, up to 300 ms late at the start or"
                + " at the end of this time");
    assertThat(judged(count, Verdict.FAIL, 97, rows, arrivals).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judged(count, Verdict.FAIL, 101, rows, arrivals).verdict())
        .as("nobody came late from the phase before")
        .isEqualTo(Verdict.FAIL);
    assertThat(judged(count, Verdict.PASS, 100, rows, arrivals).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void standstills_concern_only_counts_of_flows_with_concurrent_users() {
    RunFlow labs = new RunFlow("Labs", List.of("Lab"));
    RunFlow clerks = new RunFlow("Clerks", List.of("Clerk"));
    List<FlowLoad> both =
        List.of(
            new FlowLoad(Optional.of(labs), arrivalRate().hold(perSecond(10), ofSeconds(20))),
            new FlowLoad(Optional.of(clerks), concurrentUsers().hold(5, ofSeconds(20))));
    List<Row> rows = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      rows.add(row(second, 0.2, 1, 1));
    }

    assertThat(
            judged(requestCount().inFlow("Labs").atLeast(200), Verdict.FAIL, 190, rows, both)
                .verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(
            judged(requestCount().inFlow("Clerks").atLeast(200), Verdict.FAIL, 190, rows, both)
                .verdict())
        .isEqualTo(Verdict.INVALID);
    assertThat(
            judged(requestCount().by("Lab").atLeast(200), Verdict.FAIL, 190, rows, both).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judged(requestCount().atLeast(400), Verdict.FAIL, 390, rows, both).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  /** Returns a broken window of 3 s that begins at this second. */
  private static Verdict groupFrom(int second) {
    return judged(
            new Judgement(
                p95().ofGroup("G").every(ofSeconds(3)).below(ofMillis(200)),
                Verdict.FAIL,
                OptionalDouble.of(295),
                100,
                "",
                Optional.of(ofSeconds(second))),
            concurrentUsers().hold(5, ofSeconds(20)))
        .verdict();
  }

  @Test
  void a_time_of_a_group_contains_standstills_of_its_own_window_only() {
    assertThat(groupFrom(12)).isEqualTo(Verdict.INVALID);
    assertThat(groupFrom(8)).as("to 00:11").isEqualTo(Verdict.INVALID);
    assertThat(groupFrom(2)).as("nothing stood still until 00:10").isEqualTo(Verdict.FAIL);
  }

  @Test
  void a_time_of_a_group_that_contains_a_standstill_does_not_fail() {
    Threshold group = p95().ofGroup("G").during(STEADY).below(ofMillis(200));

    assertThat(judged(group, 295))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(
            Verdict.INVALID,
            "a time of this length may contain a standstill of the generator of up to 295 ms");
    assertThat(verdict(group, 900)).isEqualTo(Verdict.FAIL);
    assertThat(
            new Standstills()
                .trusted(
                    new Judgement(
                        group, Verdict.FAIL, OptionalDouble.of(295), 100, "", Optional.empty()),
                    new ScopeTimes(group.scope(), PHASES)))
        .extracting(Judgement::verdict)
        .isEqualTo(Verdict.FAIL);
  }
}
