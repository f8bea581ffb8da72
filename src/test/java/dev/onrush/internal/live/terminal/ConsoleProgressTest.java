package dev.onrush.internal.live.terminal;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.LoadProfile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    RunInfo info = SampleInfo.load().on(profile).requests("Ask").info();
    List<String> lines = printed(info, before, besides);
    return lines.subList(2, lines.size()); // after the headline
  }

  private static List<String> printed(RunInfo info, Consumer<Recorder> before, int... besides) {
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    Recorder recorder = new Recorder(info.phases(), text -> text);
    before.accept(recorder);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleProgress progress =
        ConsoleProgress.lines(new PrintStream(out, true, StandardCharsets.UTF_8), ofSeconds(5));
    RunControl control =
        (command, flow, by) -> {
          throw new UnsupportedOperationException(command.toString());
        };
    progress.started(info, Path.of("x"), control);
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

  @Test
  void the_phases_of_several_flows_are_last_and_only_where_they_change() {
    LoadPlan plan =
        loadPlan("Clinic")
            .flow(
                "Clerks",
                users(userClass("Clerk").task("Look up", get("/")))
                    .profile(concurrentUsers().rampTo(4, ofSeconds(10)).holdFor(ofSeconds(10))))
            .flow(
                "Labs",
                users(userClass("Lab").task("Result", get("/")))
                    .profile(arrivalRate().hold(perSecond(4), ofSeconds(18)))
                    .startingAfter(ofSeconds(2)))
            .thresholds(requestCount().atLeast(1));
    RunInfo info = SampleInfo.of(plan, Map.of("Clerk", "Look up", "Lab", "Result"));

    List<String> lines = printed(info, recorder -> {}, 0);

    assertThat(lines.subList(2, lines.size()))
        .extracting(line -> line.replaceFirst("/s .*] ", "/s … "))
        .containsExactly(
            "00:05       0 users      0/s … 00:15 left  Clerks / ramp-up, Labs / not started >"
                + " steady",
            "00:10       0 users      0/s … 00:10 left",
            "00:15       0 users      0/s … 00:05 left  Clerks / steady, Labs / steady",
            "00:20       0 users      0/s … 00:00 left");
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
