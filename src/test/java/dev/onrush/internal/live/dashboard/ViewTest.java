package dev.onrush.internal.live.dashboard;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Intervention;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTest {

  /** Returns the level after a second. */
  private static JsonNode level(LoadProfile profile) {
    RunInfo info =
        SampleInfo.named("ViewedTest", "Viewed").startedAt(Instant.EPOCH).on(profile).info();
    View view = new View();
    view.add(
        new Recorder(info.phases(), text -> text).takeInterval(ofSeconds(1)),
        new RunStatus(
            info,
            ofSeconds(1),
            "steady",
            false,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()));
    return view.write().get("level");
  }

  @Test
  void the_phases_of_a_capacity_search_cannot_be_skipped_while_it_goes_on() {
    CapacitySearch asked = capacitySearch().from(perSecond(10)).upTo(perSecond(100));
    RunInfo plain = SampleInfo.named("ViewedTest", "Viewed").on(asked.opening()).info();
    RunInfo searching =
        new RunInfo(
            plain.simulation(),
            plain.plan(),
            plain.started(),
            RunLoad.of(plain.flows(), Optional.of(SearchedFlow.only(asked))),
            plain.seed(),
            plain.plannedRequests(),
            plain.thresholds(),
            plain.limits(),
            Map.of(),
            Map.of());
    Intervention level = new Intervention(ofSeconds(1), new SetLevel(7), "test");

    assertThat(canSkip(plain, List.of())).isTrue();
    assertThat(canSkip(searching, List.of())).isFalse();
    assertThat(canSkip(searching, List.of(level))).as("after the search").isTrue();
  }

  private static boolean canSkip(RunInfo info, List<Intervention> interventions) {
    return new RunStatus(
            info,
            ofSeconds(1),
            "settle 1",
            false,
            List.of(),
            List.of(),
            interventions,
            Optional.empty())
        .hasNextPhase(info.flows().get(0));
  }

  @Test
  void a_threshold_on_a_phase_that_has_not_begun_has_no_data_yet() {
    RunInfo info =
        SampleInfo.named("ViewedTest", "Viewed")
            .startedAt(Instant.EPOCH)
            .on(
                concurrentUsers()
                    .hold(5, ofSeconds(30))
                    .named("low")
                    .hold(9, ofSeconds(30))
                    .named("high"))
            .judged(p95().during("high").below(ofSeconds(1)), p95().below(ofSeconds(1)))
            .info();
    Interval second = new Recorder(info.phases(), text -> text).takeInterval(ofSeconds(1));
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    judge.add(second);
    View view = new View();
    view.add(
        second,
        new RunStatus(
            info,
            ofSeconds(1),
            "low",
            false,
            judge.judge(),
            List.of(),
            List.of(),
            Optional.empty()));
    JsonNode written = view.write();

    assertThat(written.at("/thresholds/0/said").asText()).isEqualTo("no data yet");
    assertThat(written.at("/thresholds/0/detail").asText()).isEqualTo("begins at 00:30");
    assertThat(written.at("/thresholds/1/said").asText()).isEqualTo("no data yet");
    assertThat(written.at("/thresholds/1/detail").asText()).isEmpty();
    assertThat(written.get("reason").asText()).isEqualTo("thresholds so far: 2 with no data yet");
  }

  /** The displayed level is the level that the button sets. */
  @Test
  void the_level_to_set_is_the_one_that_the_run_brings() {
    assertThat(level(arrivalRate().hold(perSecond(0.4), ofSeconds(10))).get("now").asDouble())
        .isEqualTo(0.4);
    assertThat(level(arrivalRate().hold(perSecond(100.0 / 3), ofSeconds(10))).get("now").asDouble())
        .isEqualTo(33.333);
    // From 0 to 9 in 4 s: 2.25 after one second, for which a run starts 2 users.
    assertThat(level(concurrentUsers().rampTo(9, ofSeconds(4))).get("now").asDouble()).isEqualTo(2);
  }
}
