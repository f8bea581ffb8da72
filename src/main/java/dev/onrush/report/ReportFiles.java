package dev.onrush.report;

import dev.onrush.page.HtmlPage;
import dev.onrush.page.RunOverTime;
import dev.onrush.run.IntervalLog;
import dev.onrush.run.RunControl;
import dev.onrush.run.RunInfo;
import dev.onrush.run.RunListener;
import dev.onrush.run.RunResult;
import dev.onrush.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a run's reports to its folder. What they show over time is gathered while the run goes on,
 * so that they are there a moment after its end; of a run that is over, from its log.
 */
public final class ReportFiles implements RunListener {

  private Optional<OverTime> live = Optional.empty();

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    live = Optional.of(OverTime.live(folder, info));
  }

  @Override
  public void interval(RunState state) {
    live.ifPresent(overTime -> overTime.put(state.interval()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if a file cannot be written; the message names it
   */
  @Override
  public void ended(RunResult result, Path folder) {
    write(folder.resolve("result.json"), ResultJson.of(result));
    write(folder.resolve("summary.md"), SummaryMarkdown.of(result));
    write(folder.resolve("junit.xml"), JUnitXml.of(result));
    write(folder.resolve("timeline.csv"), TimelineCsv.of(result));
    write(folder.resolve("requests.csv"), RequestsCsv.of(result));
    write(folder.resolve("pull-request.md"), PullRequestMarkdown.of(result));
    write(folder.resolve("metrics.txt"), OpenMetrics.of(result));
    RunOverTime overTime = overTime(folder, result.info());
    write(folder.resolve("report.html"), HtmlPage.REPORT.of(ReportData.of(result, overTime)));
  }

  /** A result has no histograms over time; nothing of a run without a log. */
  private RunOverTime overTime(Path folder, RunInfo info) {
    if (live.isPresent()) {
      return live.get().await();
    }
    RunOverTime overTime = new RunOverTime();
    if (Files.exists(folder.resolve(IntervalLog.FILE))) {
      // It is long, so that all who need it hear it in one reading.
      try (TimesLog times = TimesLog.create(folder.resolve(OverTime.TIMES), info)) {
        IntervalLog.forEach(
            folder,
            interval -> {
              overTime.add(interval);
              times.add(interval);
            });
      }
    }
    return overTime;
  }

  private static void write(Path file, String text) {
    try {
      // Not writeString, which refuses half a surrogate pair; here it becomes a question mark.
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
