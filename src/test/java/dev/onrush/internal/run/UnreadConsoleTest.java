package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.live.terminal.ConsoleProgress;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.text.StuckStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose console is not read, such as a terminal after Ctrl-S. */
@Timeout(60)
class UnreadConsoleTest {

  private static final RunInfo INFO =
      SampleInfo.load().on(arrivalRate().hold(perSecond(1), ofSeconds(60))).requests("r").info();

  @TempDir Path folder;

  @Test
  void a_run_is_looked_at_each_second_and_ends_with_its_report_and_the_console_gets_all_later() {
    PrintStream before = System.out;
    StuckStream terminal = new StuckStream();
    System.setOut(terminal.print());
    try {
      PrintStream out = Console.out(SettingsReader.load());
      Run run =
          SampleRun.of(INFO, new Recorder(INFO.phases(), text -> text), folder)
              .observedBy(
                  ConsoleProgress.lines(out, ofSeconds(1)),
                  new ReportFiles(Set.of()),
                  new ConsoleSummary(out))
              .run();

      run.begin(Optional.empty());
      assertThat(run.beat()).isTrue();
      run.end(Optional.empty());

      assertThat(folder.resolve("report.html")).exists();
      assertThat(terminal.taken()).isEmpty();
      terminal.release();
      Console.awaitPrinted(ofSeconds(30));
      assertThat(terminal.taken()).contains("Load, 1 min, against").contains("\nINVALID: ");
    } finally {
      terminal.release();
      System.setOut(before);
    }
  }
}
