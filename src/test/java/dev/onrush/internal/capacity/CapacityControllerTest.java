package dev.onrush.internal.capacity;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Complete searches in simulated time. */
class CapacityControllerTest {

  private static final CapacitySearch ASKED =
      capacitySearch()
          .from(perSecond(50))
          .upTo(perSecond(1_000))
          .settleFor(ofSeconds(2))
          .holdFor(ofSeconds(10))
          .restAtMost(ofSeconds(20));

  private static final List<Threshold> THRESHOLDS =
      List.of(
          p95().below(ofMillis(200)),
          errorRate().ofEachRequest().below(ofPercent(1)),
          capacity().atLeast(perSecond(300)));

  /** The behaviour of a service and a generator at a level and a second. */
  private interface World {

    /** The response time in milliseconds; negative if there is no response. */
    long answer(double level, int second);

    /** The part of the response time that may be the generator's own, in milliseconds. */
    default long own(double level, int second) {
      return 0;
    }

    default boolean fails(double level) {
      return false;
    }

    /** The names of its requests, which are sent in turn. */
    default List<String> requests(String phase) {
      return List.of("Ask");
    }

    /** The share of the due users that are started, 0 to 1. */
    default double begun(double level) {
      return 1;
    }
  }

  private record Run(
      SearchResult found,
      List<ProfileSegment> segments,
      List<Interval> intervals,
      EffectiveLoad effective) {
    List<Judgement> judgements() {
      return found.judgements(THRESHOLDS);
    }
  }

  private static CapacityController controller() {
    return controller(List.of("Ask"));
  }

  private static CapacityController controller(List<String> requests) {
    return new CapacityController(
        SearchedFlow.only(ASKED),
        List.of(FlowLoad.only(ASKED.opening())),
        THRESHOLDS,
        PlannedRequests.of(requests),
        GeneratorLimits.DEFAULT);
  }

  private static Run run(World world) {
    CapacityController controller = controller(world.requests(""));
    EffectiveLoad effective = controller.opening();
    Recorder recorder = new Recorder(effective.phases(), text -> text);
    Timeline timeline = new Timeline();
    List<ProfileSegment> segments = new ArrayList<>();
    List<Interval> intervals = new ArrayList<>();
    int second = 0;
    while (effective.isOpen()) {
      assertThat(second++).as("seconds").isLessThan(3_600);
      ArrivalRate profile = (ArrivalRate) effective.flows().get(0).profile();
      double level = profile.levelAt(ofMillis(second * 1_000L - 500));
      long due =
          (long) profile.arrivalsBy(ofSeconds(second))
              - (long) profile.arrivalsBy(ofSeconds(second - 1));
      Duration now = ofSeconds(second - 1);
      List<String> requests =
          world.requests(
              effective.phases().stream()
                  .filter(p -> p.start().compareTo(now) <= 0 && p.end().compareTo(now) > 0)
                  .map(Phase::name)
                  .findFirst()
                  .orElseThrow());
      for (int i = 0; i < due * world.begun(level); i++) {
        recorder.userStarted("Users");
        recorder.userEnded("Users");
        long answer = world.answer(level, second);
        if (answer < 0) {
          continue;
        }
        long start = (second - 1) * 1_000L + i * 1_000L / due;
        boolean ok = !(world.fails(level) && i % 10 == 0);
        recorder.response(
            "Users",
            "",
            requests.get(i % requests.size()),
            ResponseTime.of(start, answer * 1_000, world.own(level, second) * 1_000),
            ok ? Outcome.OK : Outcome.FAILED,
            ok ? "200" : "503",
            ok ? "" : "refused");
      }
      Interval interval = recorder.takeInterval(ofSeconds(second));
      intervals.add(interval);
      timeline.add(interval);
      controller.add(interval);
      Optional<ProfileSegment> segment = controller.next(timeline, ofSeconds(second));
      if (segment.isPresent()) {
        segments.add(segment.get());
        effective = effective.with(segment.get());
        controller.follow(segment.get());
        recorder.phases(effective.phases());
      }
    }
    return new Run(
        controller.searchResult(timeline, effective.flows(), List.of()),
        segments,
        intervals,
        effective);
  }

  @Test
  void what_is_slow_from_430_a_second_on_has_a_capacity_just_below() {
    Run run = run((level, second) -> level < 430 ? 10 : 500);

    SearchResult found = run.found;
    assertThat(found.ending()).isEqualTo(SearchEnd.FOUND);
    // 400, 800: 600: 500: 450: 425 held, and 450 is within 5 % of 429
    assertThat(found.proven()).hasValue(425);
    assertThat(found.breakingPoint()).hasValue(438);
    assertThat(found.sentence())
        .isEqualTo(
            "capacity 425/s, which held twice; 438/s broke twice: p95 was 500 ms (limit 200 ms)");
    assertThat(run.judgements()).extracting(Judgement::verdict).containsOnly(Verdict.PASS);
    assertThat(run.judgements().get(2).toString())
        .isEqualTo(
            "PASS: capacity was 425/s over "
                + found.probes().size()
                + " probes (minimum 300/s): 438/s broke");
  }

  @Test
  void a_requirement_that_is_not_proven_fails() {
    Run run = run((level, second) -> level < 250 ? 10 : 500);

    assertThat(run.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.FAIL);
  }

  @Test
  void who_reads_the_log_comes_to_the_same() {
    Run run = run((level, second) -> level < 430 ? 10 + second % 7 : 500);

    CapacityController controller = controller();
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
  }

  @Test
  void what_refuses_in_place_of_being_slow_is_broken_by_the_request_that_failed() {
    Run run =
        run(
            new World() {
              @Override
              public long answer(double level, int second) {
                return 10;
              }

              @Override
              public boolean fails(double level) {
                return level > 300;
              }
            });

    assertThat(run.found.proven()).hasValue(300);
    assertThat(run.found.brokeFirst())
        .hasValueSatisfying(
            first ->
                assertThat(first)
                    .matches("error rate of each request was 10[.\\d]* % \\(limit 1 %\\): Ask"));
  }

  @Test
  void a_service_that_holds_all_is_said_to_take_at_least_that() {
    Run run = run((level, second) -> 10);

    assertThat(run.found.ending()).isEqualTo(SearchEnd.HELD_ALL);
    assertThat(run.found.figure()).isEqualTo("at least 1000/s");
    assertThat(run.found.sentence())
        .isEqualTo("capacity at least 1000/s, which held twice, the highest load allowed");
  }

  @Test
  void a_service_that_breaks_at_the_lowest_level_fails() {
    Run run = run((level, second) -> 500);

    assertThat(run.found.sentence())
        .isEqualTo("no load held: 50/s broke twice: p95 was 500 ms (limit 200 ms)");
    assertThat(run.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS, Verdict.FAIL);
    assertThat(run.judgements().get(2).actualText()).isEqualTo("0/s");
  }

  @Test
  void a_generator_that_does_not_bring_who_is_due_is_no_break_of_the_service() {
    Run run =
        run(
            new World() {
              @Override
              public long answer(double level, int second) {
                return 10;
              }

              @Override
              public double begun(double level) {
                return level > 300 ? 0.5 : 1;
              }
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.GENERATOR);
    assertThat(run.found.proven()).hasValue(200);
    assertThat(run.found.breakingPoint()).isEmpty();
    assertThat(run.found.sentence())
        .startsWith("the generator was the bottleneck at 400/s (")
        .contains(" due users did not start); capacity at least 200/s");
    assertThat(run.judgements()).extracting(Judgement::verdict).containsOnly(Verdict.INVALID);
  }

  @Test
  void a_level_that_the_generator_may_have_decided_twice_is_uncertain_and_no_bottleneck() {
    Run run =
        run(
            new World() {
              @Override
              public long answer(double level, int second) {
                return level > 300 ? 500 : 10;
              }

              @Override
              public long own(double level, int second) {
                return level > 300 ? 450 : 0;
              }
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.GENERATOR);
    assertThat(run.found.sentence())
        .isEqualTo(
            "because of the generator, it was uncertain twice whether 400/s held; capacity at least"
                + " 200/s, which held once");
    assertThat(run.found.detail())
        .isEqualTo(
            "at 400/s, p95 was 500 ms (limit 200 ms): the true value is between 50.0 ms and 500 ms;"
                + " the generator may account for the difference");
    assertThat(run.judgements())
        .extracting(Judgement::finding)
        .containsExactly(
            "would be PASS: p95 was 10.0 ms (limit 200 ms): because of the generator, it was"
                + " uncertain twice whether 400/s held",
            "would be PASS: error rate of each request was 0 % (limit 1 %): because of the"
                + " generator, it was uncertain twice whether 400/s held",
            "would be FAIL: capacity was 200/s (minimum 300/s): because of the generator, it was"
                + " uncertain twice whether 400/s held");
  }

  /** Returns a service with two requests, one of which is not sent in some probes. */
  private static World without(String request, Set<String> probes) {
    return new World() {
      @Override
      public long answer(double level, int second) {
        return level < 430 ? 10 : 500;
      }

      @Override
      public List<String> requests(String phase) {
        return probes.contains(phase) ? List.of("Ask") : List.of("Ask", request);
      }
    };
  }

  @Test
  void a_probe_in_which_a_rare_request_was_missing_is_repeated() {
    Run run = run(without("Rare", Set.of("probe 2")));

    assertThat(run.found.probes())
        .extracting(ProbeResult::outcome)
        .startsWith(LevelOutcome.HELD, LevelOutcome.NO_DATA, LevelOutcome.HELD);
    assertThat(run.found.probes()).extracting(ProbeResult::level).startsWith(50.0, 100.0, 100.0);
    assertThat(run.found.ending()).isEqualTo(SearchEnd.FOUND);
    assertThat(run.found.proven()).hasValue(425);
  }

  @Test
  void a_request_that_is_missing_twice_leaves_the_search_without_data() {
    Run run = run(without("Rare", Set.of("probe 3", "probe 4")));

    assertThat(run.found.ending()).isEqualTo(SearchEnd.NO_DATA);
    assertThat(run.found.breakingPoint()).isEmpty();
    assertThat(run.found.sentence())
        .isEqualTo(
            "error rate of each request could not be determined: Rare was not sent; capacity at"
                + " least 100/s, which held once");
    assertThat(run.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.NO_DATA, Verdict.NO_DATA);
  }

  @Test
  void a_service_that_has_never_answered_leaves_the_search_without_data() {
    Run run = run((level, second) -> -1);

    assertThat(run.found().probes())
        .extracting(ProbeResult::outcome)
        .containsExactly(LevelOutcome.NO_DATA, LevelOutcome.NO_DATA);
    assertThat(run.judgements()).extracting(Judgement::verdict).containsOnly(Verdict.NO_DATA);
  }

  @Test
  void a_service_that_no_longer_answers_at_all_has_broken() {
    Run run = run((level, second) -> level < 430 ? 10 : -1);

    assertThat(run.found.proven()).hasValue(425);
    assertThat(run.found.brokeFirst()).hasValue("no request was answered");
  }

  @Test
  void a_rest_that_is_slow_because_of_the_generator_does_not_end_the_search() {
    World world =
        new World() {
          @Override
          public long answer(double level, int second) {
            return isDisturbed(level, second) ? 5_000 : level < 430 ? 10 : 500;
          }

          @Override
          public long own(double level, int second) {
            return isDisturbed(level, second) ? 4_995 : 0;
          }

          private boolean isDisturbed(double level, int second) {
            return level == ASKED.first() && second > 60; // rests only, after the first probes
          }
        };

    Run run = run(world);

    assertThat(run.found.ending()).isEqualTo(SearchEnd.FOUND);
    assertThat(run.found.proven()).hasValue(425);
  }

  @Test
  void a_service_that_does_not_recover_ends_the_search() {
    boolean[] broken = new boolean[1];
    Run run =
        run(
            (level, second) -> {
              broken[0] |= level > 300;
              return broken[0] ? 5_000 : 10;
            });

    assertThat(run.found.ending()).isEqualTo(SearchEnd.NOT_RECOVERED);
    assertThat(run.found.sentence())
        .isEqualTo(
            "capacity 200/s, which held once; 400/s broke: p95 was 5.00 s (limit 200 ms); the service did"
                + " not recover within 20 s, so the search ended there");
    assertThat(run.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.FAIL);
  }

  @Test
  void a_probe_without_hope_is_cut_short() {
    Run run = run((level, second) -> level < 430 ? 10 : 5_000);

    assertThat(run.found.probes())
        .allSatisfy(
            probe ->
                assertThat(probe.end().minus(probe.start()))
                    .as("probe %s", probe.number())
                    .satisfies(
                        length -> {
                          if (probe.outcome() == LevelOutcome.HELD) {
                            assertThat(length).isEqualTo(ofSeconds(10));
                          } else {
                            assertThat(length).isBetween(ofSeconds(2), ofSeconds(5));
                          }
                        }));
    assertThat(run.found.breakingPoint()).isPresent();
  }

  /** Returns the result of a search in which the level was set by hand at the given time. */
  private static SearchResult steered(Duration at) {
    Run run = run((level, second) -> level < 430 ? 10 : 500);
    Timeline timeline = new Timeline();
    CapacityController controller = controller();
    run.intervals.forEach(
        interval -> {
          timeline.add(interval);
          controller.add(interval);
        });

    return controller.searchResult(
        timeline,
        run.effective.flows(),
        List.of(new Intervention(at, new SetLevel(200), "dashboard")));
  }

  @Test
  void a_probe_in_which_the_level_was_set_by_hand_does_not_count() {
    SearchResult found = steered(ofSeconds(5)); // within probe 1, from 2 s to 12 s

    assertThat(found.probes()).isEmpty();
    assertThat(found.sentence())
        .isEqualTo("the run was steered by hand at 00:05 (dashboard); no load was proven to hold");
    assertThat(found.judgements(THRESHOLDS))
        .allSatisfy(
            judgement -> {
              assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
              assertThat(judgement.detail())
                  .isEqualTo("the run was steered by hand at 00:05 (dashboard)");
            });
  }

  @Test
  void a_probe_that_was_over_before_the_level_was_set_by_hand_counts() {
    SearchResult found = steered(ofSeconds(20)); // within probe 2

    assertThat(found.probes()).extracting(ProbeResult::level).containsExactly(50.0);
    assertThat(found.sentence())
        .isEqualTo(
            "the run was steered by hand at 00:20 (dashboard); capacity at least 50/s, which held"
                + " once");
    assertThat(found.judgements(THRESHOLDS))
        .extracting(Judgement::verdict)
        .containsOnly(Verdict.NO_DATA);
  }

  @Test
  void the_knee_is_where_a_curve_leaves_the_ground() {
    double[] x = {50, 100, 200, 400, 500, 600, 800};
    double[] y = {10, 10, 11, 12, 20, 400, 2_000};

    assertThat(Kneedle.of(x, y)).hasValue(4);
    assertThat(Kneedle.of(x, new double[] {1, 2, 4, 8, 10, 12, 16}))
        .as("a straight line")
        .isEmpty();
    assertThat(Kneedle.of(new double[] {1, 2, 3}, new double[] {1, 1, 9})).as("too few").isEmpty();
  }
}
