package dev.onrush.internal.capacity;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.Phase;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Searches for one of two flows, in simulated time. */
class SearchOfAFlowTest {

  /** The response time in milliseconds at an arrival rate; negative if there is no response. */
  private interface Service {
    long answer(String flow, double rate);
  }

  private static LoadPlan plan(Threshold... thresholds) {
    return loadPlan("Clinic")
        .flow(
            "Clerks",
            users(userClass("Clerk").task("Patients", get("/")))
                .profile(load().users(40).rampUp(ofSeconds(4)).holdFor(ofMinutes(1)))
                .startingAfter(ofSeconds(1)))
        .flow(
            "Labs",
            users(userClass("Lab").task("Result", get("/")))
                .profile(
                    capacitySearch()
                        .from(perSecond(50))
                        .upTo(perSecond(1_000))
                        .settleFor(ofSeconds(2))
                        .holdFor(ofSeconds(10))
                        .restAtMost(ofSeconds(20))))
        .thresholds(thresholds);
  }

  private static final LoadPlan PLAN =
      plan(
          p95().inFlow("Clerks").below(ofMillis(100)),
          p95().inFlow("Labs").below(ofSeconds(1)),
          capacity().atLeast(perSecond(300)));

  private static CapacityController controller(LoadPlan plan) {
    return new CapacityController(
        new SearchedFlow(plan.search().orElseThrow(), plan.loads().get(1).flow()),
        plan.loads(),
        plan.thresholds(),
        PlannedRequests.of(List.of("Patients", "Result")),
        GeneratorLimits.DEFAULT);
  }

  private record Run(
      SearchResult found,
      Timeline timeline,
      List<ProfileSegment> segments,
      List<Interval> intervals,
      EffectiveLoad effective) {}

  private static Run run(LoadPlan plan, Service service) {
    CapacityController controller = controller(plan);
    EffectiveLoad effective = controller.opening();
    Recorder recorder = new Recorder(effective.phases(), text -> text);
    Timeline timeline = new Timeline();
    List<ProfileSegment> segments = new ArrayList<>();
    List<Interval> intervals = new ArrayList<>();
    long clerks = 0;
    for (int second = 0; effective.isOpen(); second++) {
      assertThat(second).as("seconds").isLessThan(3_600);
      double rate = effective.flows().get(1).profile().levelAt(ofMillis(second * 1_000L + 500));
      long there =
          Math.round(
              effective.flows().get(0).profile().levelAt(ofSeconds(second + 1).minusNanos(1)));
      for (; clerks < there; clerks++) {
        recorder.userStarted("Clerk");
      }
      for (int i = 0; i < clerks; i++) { // each clerk sends one request a second
        long start = second * 1_000L + i * 1_000L / clerks;
        answered(recorder, "Clerk", "Patients", start, service.answer("Clerks", rate));
      }
      ArrivalRate labs = (ArrivalRate) effective.flows().get(1).profile();
      long due =
          (long) labs.arrivalsBy(ofSeconds(second + 1)) - (long) labs.arrivalsBy(ofSeconds(second));
      for (int i = 0; i < due; i++) {
        recorder.userStarted("Lab");
        long start = second * 1_000L + i * 1_000L / due;
        answered(recorder, "Lab", "Result", start, service.answer("Labs", rate));
        recorder.userEnded("Lab");
      }
      Duration now = ofSeconds(second + 1);
      Interval interval = recorder.takeInterval(now);
      intervals.add(interval);
      timeline.add(interval);
      controller.add(interval);
      Optional<ProfileSegment> segment = controller.next(timeline, now);
      if (segment.isPresent()) {
        segments.add(segment.get());
        effective = effective.with(segment.get());
        controller.follow(segment.get());
        recorder.phases(effective.phases());
      }
    }
    return new Run(
        controller.searchResult(timeline, effective.flows(), List.of()),
        timeline,
        segments,
        intervals,
        effective);
  }

  private static void answered(
      Recorder recorder, String userClass, String request, long start, long after) {
    if (after < 0) {
      return;
    }
    recorder.response(userClass, "", request, start, start + after, true, "200", "");
  }

  @Test
  void what_breaks_a_threshold_of_the_flow_beside_it_bounds_the_capacity() {
    Run run = run(PLAN, (flow, rate) -> flow.equals("Clerks") && rate > 430 ? 150 : 10);

    assertThat(run.found.sentence())
        .isEqualTo(
            "capacity 425/s in flow Labs, which held twice; 438/s broke twice: p95 in flow Clerks was"
                + " 150 ms (limit 100 ms)");
    assertThat(run.found.flow()).hasValue("Labs");
    assertThat(run.found.beside()).containsExactly("Clerks at 40 users");
    List<Judgement> judgements = run.found.judgements(PLAN.thresholds());
    assertThat(judgements).extracting(Judgement::verdict).containsOnly(Verdict.PASS);
    // 40 clerks in each second of a probe of 10 s, and 425/s
    assertThat(judgements.get(0).samples()).isEqualTo(400);
    assertThat(judgements.get(1).samples()).isEqualTo(4_250);
  }

  @Test
  void the_figures_of_a_probe_are_those_of_the_flow_that_is_searched() {
    Run run = run(PLAN, (flow, rate) -> flow.equals("Clerks") ? 50 : rate < 430 ? 10 : 2_000);

    ProbeResult first = run.found.probes().get(0);
    assertThat(first.requests()).isEqualTo(500);
    assertThat(first.answered()).isEqualTo(50);
    assertThat(first.p95()).hasValue(10);
    assertThat(run.found.breakingPoint()).hasValue(438);
  }

  @Test
  void the_search_begins_when_the_flow_beside_it_holds_its_level() {
    CapacityController controller = controller(PLAN);

    List<FlowLoad> opening = controller.opening().flows();

    // 1 s until it begins and 4 s of its ramp
    assertThat(opening.get(0).phases())
        .extracting(Phase::title, Phase::start)
        .startsWith(
            tuple("Clerks / ramp-up", ofSeconds(1)),
            tuple("Clerks / settle 1", ofSeconds(5)),
            tuple("Clerks / probe 1", ofSeconds(7)));
    assertThat(opening.get(1).phases())
        .extracting(Phase::title, Phase::start)
        .startsWith(tuple("Labs / settle 1", ofSeconds(5)), tuple("Labs / probe 1", ofSeconds(7)));
    assertThat(opening.get(1).profile().levelAt(ofMillis(4_900))).isZero();
  }

  @Test
  void the_flow_beside_it_holds_its_level_until_the_search_ends() {
    Run run = run(PLAN, (flow, rate) -> rate < 430 ? 10 : 2_000);

    List<FlowLoad> flows = run.effective.flows();
    Duration end = run.segments.get(run.segments.size() - 1).at();
    assertThat(end).as("longer than its hold, as it is written").isGreaterThan(ofSeconds(65));
    assertThat(flows).allSatisfy(load -> assertThat(load.profile().duration()).isEqualTo(end));
    for (Duration at = ofSeconds(5); at.compareTo(end) < 0; at = at.plusSeconds(1)) {
      assertThat(flows.get(0).profile().levelAt(at)).as("at %s", at).isEqualTo(40);
    }
    assertThat(flows.get(0).phases())
        .filteredOn(phase -> phase.name().startsWith("probe "))
        .extracting(phase -> phase.start(), phase -> phase.end())
        .isEqualTo(
            flows.get(1).phases().stream()
                .filter(phase -> phase.name().startsWith("probe "))
                .map(phase -> tuple(phase.start(), phase.end()))
                .toList());
  }

  @Test
  void a_threshold_of_no_flow_judges_all_requests_of_a_probe() {
    LoadPlan plan = plan(throughput().atLeast(perSecond(80)));

    Run run = run(plan, (flow, rate) -> 10);

    // 50/s and 40 clerks, in the time of one phase instead of two
    assertThat(run.found.probes().get(0).outcome()).isEqualTo(LevelOutcome.HELD);
    assertThat(run.found.probes().get(0).judgements().get(0).actual()).hasValue(90);
  }

  @Test
  void a_flow_beside_it_that_does_not_recover_ends_the_search() {
    boolean[] broken = new boolean[1];
    Run run =
        run(
            PLAN,
            (flow, rate) -> {
              broken[0] |= rate > 300;
              return broken[0] && flow.equals("Clerks") ? 900 : 10;
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.NOT_RECOVERED);
  }

  @Test
  void a_flow_beside_it_whose_users_all_hang_does_not_recover() {
    boolean[] hung = new boolean[1];
    Run run =
        run(
            PLAN,
            (flow, rate) -> {
              hung[0] |= rate > 300;
              return hung[0] && flow.equals("Clerks") ? -1 : 10;
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.NOT_RECOVERED);
    assertThat(run.found.proven()).hasValue(200);
    assertThat(run.found.breakingPoint()).hasValue(400);
  }

  @Test
  void a_level_at_which_the_flow_beside_it_is_not_answered_at_all_has_broken() {
    Run run = run(PLAN, (flow, rate) -> flow.equals("Clerks") && rate > 430 ? -1 : 10);

    assertThat(run.found.ending()).isEqualTo(SearchEnd.FOUND);
    assertThat(run.found.proven()).hasValue(425);
    assertThat(run.found.breakingPoint()).hasValue(438);
  }

  @Test
  void so_has_one_at_which_all_thresholds_are_kept_by_the_answers_of_the_other_flow() {
    Run run =
        run(
            plan(p95().below(ofMillis(100))),
            (flow, rate) -> flow.equals("Clerks") && rate > 430 ? -1 : 10);

    assertThat(run.found.sentence())
        .isEqualTo(
            "capacity 425/s in flow Labs, which held twice; 438/s broke twice: no request of flow"
                + " Clerks was answered");
  }

  /** The labs get responses only in the first probe; the clerks always get theirs, within 10 ms. */
  @Test
  void a_threshold_is_not_kept_by_a_probe_in_which_a_flow_was_not_answered() {
    LoadPlan plan =
        plan(
            p95().below(ofMillis(100)),
            p95().below(ofMillis(5)).warning(),
            capacity().atLeast(perSecond(300)));
    boolean[] broken = new boolean[1];
    Run run =
        run(
            plan,
            (flow, rate) -> {
              broken[0] |= rate > 50;
              return broken[0] && flow.equals("Labs") ? -1 : 10;
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.BROKE_AT_ONCE);
    assertThat(run.found.proven()).isEmpty();
    assertThat(run.found.judgements(plan.thresholds()))
        .extracting(Judgement::verdict, Judgement::detail)
        .containsExactly(
            tuple(Verdict.NO_DATA, "at 100/s, no request of flow Labs was answered"),
            tuple(Verdict.FAIL, "at 100/s"),
            tuple(Verdict.FAIL, "50/s broke"));
  }

  /** Each of 40 clerks sends a request once a second, and gets a response in every 25th second. */
  @Test
  void a_flow_beside_it_that_is_rarely_answered_has_no_data_and_recovers() {
    int[] asked = new int[1];
    Run run =
        run(
            PLAN,
            (flow, rate) -> flow.equals("Clerks") && (asked[0]++ / 40 + 15) % 25 != 0 ? -1 : 10);

    assertThat(run.found.probes())
        .extracting(ProbeResult::outcome)
        .startsWith(LevelOutcome.HELD)
        .contains(LevelOutcome.NO_DATA)
        .doesNotContain(LevelOutcome.BROKE);
    assertThat(run.found.ending()).isNotEqualTo(SearchEnd.NOT_RECOVERED);
  }

  @Test
  void who_reads_the_log_comes_to_the_same() {
    Run run = run(PLAN, (flow, rate) -> rate < 430 ? 10 : 2_000);

    CapacityController controller = controller(PLAN);
    EffectiveLoad effective = controller.opening();
    Timeline timeline = new Timeline();
    List<ProfileSegment> segments = new ArrayList<>(run.segments);
    for (Interval interval : run.intervals) {
      timeline.add(interval);
      controller.add(interval);
      if (!segments.isEmpty() && segments.get(0).at().equals(interval.end())) {
        effective = effective.with(segments.get(0));
        controller.follow(segments.remove(0));
      }
    }

    assertThat(segments).isEmpty();
    assertThat(controller.searchResult(timeline, effective.flows(), List.of()))
        .isEqualTo(run.found);
    assertThat(effective.segments()).isEqualTo(run.segments);
  }

  @Test
  void a_hand_at_any_flow_ends_the_making_of_the_profile() {
    EffectiveLoad steered =
        controller(PLAN)
            .opening()
            .with(
                new Intervention(
                    ofSeconds(8), new SetLevel(10), "dashboard", Optional.of("Clerks")));

    assertThat(steered.isOpen()).isFalse();
    // 5 s, and a probe that settles for 2 s, holds for 10 s and rests for 20 s
    assertThat(steered.end()).isEqualTo(ofSeconds(37));
    assertThat(steered.flows().get(1).profile().levelAt(ofSeconds(9))).isEqualTo(50);
    assertThat(steered.flows().get(0).profile().levelAt(ofSeconds(9))).isEqualTo(10);
  }
}
