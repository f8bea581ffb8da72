package dev.onrush.internal.run.log;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.dsl.FlowSteps;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SteeringEffect;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The records and judgements of a run with several flows. */
class FlowsOfARecordTest {

  /** Clerks: 10 s up, 20 s steady; Labs: from 5 s, 5 s up, 10 s steady. */
  private static LoadPlan plan(Threshold... thresholds) {
    return loadPlan("Clinic")
        .flow(
            "Clerks",
            users(userClass("Clerk").task("Look up", get("/")))
                .profile(concurrentUsers().rampTo(4, ofSeconds(10)).holdFor(ofSeconds(20))))
        .flow(
            "Labs",
            users(userClass("Lab").task("Result", get("/")))
                .profile(arrivalRate().rampTo(perSecond(4), ofSeconds(5)).holdFor(ofSeconds(10)))
                .startingAfter(ofSeconds(5)))
        .thresholds(thresholds);
  }

  private static RunInfo info(LoadPlan plan) {
    return SampleInfo.of(plan, Map.of("Clerk", "Look up", "Lab", "Result"));
  }

  /**
   * Each second has one request of a clerk, which takes 10 ms, and one of a lab, which takes 100
   * ms.
   */
  private static List<Interval> seconds(RunInfo info, int number) {
    Recorder recorder = new Recorder(info.phases(), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int s = 0; s < number; s++) {
      recorder.timed("Clerk", "", "Look up", 1_000L * s + 500, 10_000, true, "200", "");
      if (s >= 5) {
        recorder.timed("Lab", "", "Result", 1_000L * s + 500, 100_000, true, "200", "");
      }
      intervals.add(recorder.takeInterval(ofSeconds(s + 1)));
    }
    return intervals;
  }

  private static Judge judged(LoadPlan plan, int number) {
    RunInfo info = info(plan);
    Judge judge = new Judge(plan.thresholds(), info.phases(), info.requests());
    seconds(info, number).forEach(judge::add);
    return judge;
  }

  private static List<Double> figures(int seconds, Threshold... thresholds) {
    return judged(plan(thresholds), seconds).judge().stream()
        .map(Judgement::actual)
        .map(actual -> actual.orElse(Double.NaN))
        .toList();
  }

  @Test
  void a_sample_is_of_the_phase_of_its_users_flow() {
    RunInfo info = info(plan(errorCount().atMost(0)));

    List<String> phases =
        seconds(info, 32).stream()
            .flatMap(interval -> interval.tallies().keySet().stream())
            .filter(series -> series.kind() == Kind.REQUEST)
            .map(Series::phase)
            .distinct()
            .sorted()
            .toList();

    assertThat(phases)
        .containsExactly(
            "Clerks / ramp-up",
            "Clerks / steady",
            "Clerks / wind-down",
            "Labs / ramp-up",
            "Labs / steady",
            "Labs / wind-down");
  }

  @Test
  void a_threshold_of_a_flow_sees_its_requests_alone() {
    assertThat(
            figures(
                30,
                requestCount().atLeast(1),
                requestCount().inFlow("Labs").atLeast(1),
                requestCount().during("steady").inFlow("Labs").atLeast(1),
                requestCount().during("ramp-up").by("Clerk").atLeast(1),
                requestCount().during("wind-down").inFlow("Labs").atLeast(1)))
        // 30 and 25; 25; from 10 s to 20 s; the first 10 s; from 20 s on
        .containsExactly(55.0, 25.0, 10.0, 10.0, 10.0);
  }

  @Test
  void throughput_of_a_flow_is_by_its_own_time() {
    assertThat(
            figures(
                30,
                throughput().inFlow("Labs").above(perSecond(0.1)),
                throughput().by("Lab").above(perSecond(0.1)),
                throughput().during("ramp-up").inFlow("Labs").above(perSecond(0.1))))
        // 25 in its 15 s, including requests after its end; 5 in 5 s
        .containsExactly(25 / 15.0, 25 / 15.0, 1.0);
  }

  @Test
  void steady_state_without_a_flow_is_that_of_each_flow() {
    assertThat(
            figures(
                30,
                requestCount().inSteadyState().atLeast(1),
                throughput().inSteadyState().above(perSecond(0.1))))
        // clerks from 10 s to 30 s, labs from 10 s to 20 s; in 20 s
        .containsExactly(30.0, 1.5);
  }

  @Test
  void a_flow_that_was_steered_leaves_the_thresholds_of_others_in_force() {
    LoadPlan plan =
        plan(
            errorCount().atMost(0),
            errorCount().inFlow("Labs").atMost(0),
            p95().inFlow("Clerks").below(ofSeconds(1)),
            p95().by("Lab").below(ofSeconds(1)),
            p95().during("ramp-up").inFlow("Labs").below(ofSeconds(1)));
    Judge judge = judged(plan, 30);

    List<Judgement> steered =
        SteeringEffect.judged(
            judge.judge(),
            judge.phases(),
            List.of(new Intervention(ofSeconds(12), new SetLevel(9), "test", Optional.of("Labs"))));

    assertThat(steered)
        .extracting(Judgement::verdict)
        .containsExactly(
            Verdict.NO_DATA, Verdict.NO_DATA, Verdict.PASS, Verdict.NO_DATA, Verdict.PASS);
    assertThat(steered.get(0).detail()).isEqualTo("flow Labs was steered by hand at 00:12 (test)");
  }

  @Test
  void what_is_done_to_all_flows_touches_all_thresholds() {
    LoadPlan plan = plan(p95().inFlow("Clerks").below(ofSeconds(1)));
    Judge judge = judged(plan, 30);

    assertThat(
            SteeringEffect.judged(
                judge.judge(),
                judge.phases(),
                List.of(new Intervention(ofSeconds(12), new Pause(), "test"))))
        .extracting(Judgement::detail)
        .containsExactly("the run was steered by hand at 00:12 (test)");
  }

  @Test
  void arrivals_and_users_that_are_missing_are_told_of_their_flow() {
    RunInfo info = info(plan(errorCount().atMost(0)));
    GeneratorHealth health = new GeneratorHealth(info.limits());
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    Recorder recorder = new Recorder(info.phases(), text -> text);
    for (int i = 0; i < 4; i++) {
      recorder.userStarted("Clerk");
    }
    for (int s = 0; s < 30; s++) {
      health.add(judge.add(recorder.takeInterval(ofSeconds(s + 1))), info.flows());
    }

    // 10 during its ramp-up, and 40
    assertThat(health.findings(info.flows()))
        .extracting("text")
        .containsExactly("flow Labs: 50 of 50 due users did not start");
  }

  @Test
  void the_phase_at_work_is_that_of_each_flow() {
    RunInfo info = info(plan(errorCount().atMost(0)));

    assertThat(info.phasesAt(ofSeconds(3)))
        .containsExactly("Clerks / ramp-up", "Labs / not started");
    assertThat(info.phasesAt(ofSeconds(25))).containsExactly("Clerks / steady", "Labs / wind-down");
    assertThat(info.phaseText(ofSeconds(25))).isEqualTo("Clerks / steady, Labs / wind-down");
    assertThat(info.phaseText(ofSeconds(8), ofSeconds(25)))
        .isEqualTo("Clerks / ramp-up > steady, Labs / ramp-up > wind-down");
    assertThat(info.phaseText(ofSeconds(12), ofSeconds(25)))
        .isEqualTo("Clerks / steady, Labs / steady > wind-down");
  }

  private static FlowSteps.Profiled ramping(String userClass) {
    return users(userClass(userClass).task(userClass, get("/")))
        .profile(concurrentUsers().rampTo(4, ofSeconds(10)).holdFor(ofSeconds(30)));
  }

  @Test
  void the_changes_of_many_flows_are_counted() {
    LoadPlan plan =
        loadPlan("Clinic")
            .flow("A", ramping("a"))
            .flow("B", ramping("b"))
            .flow("C", ramping("c"))
            .flow("D", ramping("d").startingAfter(ofSeconds(20)))
            .thresholds(errorCount().atMost(0));
    RunInfo info = info(plan);

    assertThat(info.phaseText(ofSeconds(8), ofSeconds(12)))
        .isEqualTo("ramp-up > steady (3 flows), not started (1 flow)");
    assertThat(info.phaseText(ofSeconds(12), ofSeconds(14)))
        .isEqualTo("steady (3 flows), not started (1 flow)");
  }

  @Test
  void a_flow_that_was_paused_before_its_start_has_not_started_after_the_pause() {
    RunInfo planned = info(plan(errorCount().atMost(0)));
    List<FlowLoad> flows =
        EffectiveLoad.of(plan(errorCount().atMost(0)).loads())
            .with(new Intervention(ofSeconds(1), new Pause(), "terminal"))
            .with(new Intervention(ofSeconds(3), new Resume(), "terminal"))
            .flowsAsOf(ofSeconds(4));
    RunInfo info = planned.on(flows);

    assertThat(info.phasesAt(ofSeconds(2))).containsExactly("Clerks / paused", "Labs / paused");
    assertThat(info.phasesAt(ofSeconds(4)))
        .containsExactly("Clerks / ramp-up", "Labs / not started");
  }

  @Test
  void runs_are_compared_by_the_times_at_which_no_flow_changes_its_level() {
    RunInfo info = info(plan(errorCount().atMost(0)));

    assertThat(info.comparablePeriods())
        .extracting(Phase::start, Phase::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ofSeconds(10), ofSeconds(20)),
            org.assertj.core.groups.Tuple.tuple(ofSeconds(20), ofSeconds(30)));
  }

  @Test
  void a_level_that_a_curve_keeps_to_is_compared_in_one_piece_with_several_flows() {
    // no clerk for 10 s, 14 for 10 s, and then one more each second
    LoadPlan plan =
        loadPlan("Clinic")
            .flow(
                "Clerks",
                users(userClass("Clerk").task("Look up", get("/")))
                    .profile(
                        concurrentUsers()
                            .follow(
                                ofSeconds(30),
                                t -> t.toSeconds() < 10 ? 0 : Math.max(14, t.toSeconds() - 6))))
            .flow(
                "Labs",
                users(userClass("Lab").task("Result", get("/")))
                    .profile(concurrentUsers().hold(5, ofSeconds(30))))
            .thresholds(errorCount().atMost(0));

    assertThat(info(plan).comparablePeriods())
        .extracting(Phase::start, Phase::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Duration.ZERO, ofSeconds(9)),
            org.assertj.core.groups.Tuple.tuple(ofSeconds(10), ofSeconds(20)));
  }

  @Test
  void flows_survive_the_log_and_masking() {
    RunInfo info = info(plan(errorCount().inFlow("Labs").atMost(0)));

    assertThat(RunJson.info(RunJson.of(info))).isEqualTo(info);
    Intervention steered = new Intervention(ofSeconds(3), new Pause(), "test", Optional.of("Labs"));
    assertThat(RunJson.intervention(RunJson.of(steered))).isEqualTo(steered);
    RunInfo masked = info.masked(text -> text.replace("Lab", "***"));
    assertThat(masked.phasesAt(Duration.ZERO).get(1)).isEqualTo("***s / not started");
    assertThat(masked.plannedRequests().byClass().get("***")).containsExactly("Result");
    assertThat(masked.thresholds().get(0).scope()).isEqualTo(Scope.ALL.inFlow("***s"));
    assertThat(masked.flows().get(1).flow().orElseThrow().userClasses()).containsExactly("***");
  }
}
