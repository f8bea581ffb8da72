package dev.onrush.internal.live.terminal;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.frame.TerminalStyle;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.text.StuckStream;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.result.Intervention;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A view on a terminal that takes nothing. */
@Timeout(60)
class TerminalViewTest {

  private static final RunInfo INFO =
      new RunInfo(
          "LoadTest",
          "Load",
          Instant.parse("2026-01-02T03:04:05Z"),
          Optional.of(concurrentUsers().hold(5, ofSeconds(1_000))),
          42,
          List.of("Ask"),
          List.of(),
          GeneratorLimits.DEFAULT,
          Map.of(),
          Map.of());

  @Test
  void a_terminal_that_takes_nothing_keeps_no_run_from_its_end() throws Exception {
    PrintStream before = System.out;
    StuckStream screen = new StuckStream();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    TerminalView view =
        new TerminalView(
            new ExternalTerminal(
                "stuck",
                "xterm",
                new ByteArrayInputStream(new byte[0]),
                screen,
                StandardCharsets.UTF_8),
            out,
            new TerminalStyle(false, false));
    Judge judge = new Judge(INFO.thresholds(), INFO.phases(), INFO.requests());
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    try {
      view.started(
          INFO, Path.of("folder"), (c, flow, by) -> new Intervention(Duration.ZERO, c, by));
      for (int second = 1; second <= 3; second++) {
        view.interval(RunStates.after(INFO, recorder.flip(ofSeconds(second)), judge, List.of()));
      }
      System.out.println("printed by others");
      screen.awaitWrite();

      view.settle();

      List<Thread> leaving =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("onrush-leave"))
              .toList();
      assertThat(leaving).as("still waits for the terminal").anyMatch(Thread::isAlive);
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("printed by others");

      // What others have set since stays, also when the terminal takes something again.
      System.setOut(before);
      screen.release();
      for (Thread thread : leaving) {
        thread.join();
      }
      assertThat(System.out).isSameAs(before);
    } finally {
      screen.release();
      System.setOut(before);
    }
  }
}
