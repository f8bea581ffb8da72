package dev.onrush.internal.live.dashboard;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.plan.LoadProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTest {

  /** Returns the level after a second. */
  private static JsonNode level(LoadProfile profile) {
    RunInfo info =
        new RunInfo(
            "ViewedTest",
            "Viewed",
            Instant.EPOCH,
            Optional.of(profile),
            42,
            List.of(),
            List.of(),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());
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
