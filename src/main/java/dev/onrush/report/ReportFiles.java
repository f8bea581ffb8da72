package dev.onrush.report;

import dev.onrush.page.HtmlPage;
import dev.onrush.page.RunOverTime;
import dev.onrush.run.IntervalLog;
import dev.onrush.run.RunInfo;
import dev.onrush.run.RunListener;
import dev.onrush.run.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a run's reports to its folder. */
public final class ReportFiles implements RunListener {

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

  /**
   * From the log, as a result keeps no histograms over time; nothing where there is none. It is
   * long, so that all who need it hear it in one reading.
   */
  private static RunOverTime overTime(Path folder, RunInfo info) {
    RunOverTime overTime = new RunOverTime();
    if (Files.exists(folder.resolve(IntervalLog.FILE))) {
      try (TimesLog times = TimesLog.create(folder.resolve("times.hlog"), info)) {
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
