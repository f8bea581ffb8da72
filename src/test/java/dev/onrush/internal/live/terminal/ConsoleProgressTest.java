package dev.onrush.internal.live.terminal;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.plan.LoadProfile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  /** Intervals end some milliseconds before or after full seconds, as in a real run. */
  private static List<String> lines(int... besides) {
    return lines(recorder -> {}, besides);
  }

  private static List<String> lines(Consumer<Recorder> before, int... besides) {
    LoadProfile profile =
        concurrentUsers().hold(5, ofSeconds(7)).named("low").hold(9, ofSeconds(13)).named("high");
    RunInfo info =
        new RunInfo(
            "LoadTest",
            "Load",
            Instant.parse("2026-01-02T03:04:05Z"),
            Optional.of(profile),
            42,
            List.of("Ask"),
            List.of(),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    Recorder recorder = new Recorder(info.phases(), text -> text);
    before.accept(recorder);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleProgress progress =
        ConsoleProgress.lines(new PrintStream(out, true, StandardCharsets.UTF_8), ofSeconds(5));
    for (int second = 1; second <= 20; second++) {
      progress.interval(
          RunStates.after(
              info,
              recorder.takeInterval(ofMillis(1_000L * second + besides[second % besides.length])),
              judge,
              List.of()));
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> phases(int... besides) {
    return lines(besides).stream().map(line -> line.split(" {2,}")[1]).toList();
  }

  @Test
  void a_line_without_a_request_tells_no_times_and_no_errors() {
    assertThat(lines(0)).allMatch(line -> line.contains("  p95        -  errors      -  ["));
  }

  @Test
  void one_user_is_named_in_the_singular() {
    assertThat(lines(recorder -> recorder.userStarted("Caller"), 0))
        .allMatch(line -> line.contains("     1 user  "));
    assertThat(lines(0)).allMatch(line -> line.contains("     0 users "));
  }

  @Test
  void a_line_names_the_phase_of_the_seconds_that_it_describes() {
    assertThat(phases(0)).containsExactly("low", "low > high", "high", "high");
    assertThat(phases(3, -4, 12)).containsExactly("low", "low > high", "high", "high");
  }
}
