package dev.onrush.report;

import dev.onrush.report.html.HtmlPage;
import dev.onrush.report.html.RunOverTime;
import dev.onrush.run.IntervalLog;
import dev.onrush.run.RunListener;
import dev.onrush.run.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    write(
        folder.resolve("report.html"), HtmlPage.REPORT.of(ReportData.of(result, overTime(folder))));
  }

  /** From the log, as a result keeps no histograms over time; nothing where there is none. */
  private static RunOverTime overTime(Path folder) {
    RunOverTime overTime = new RunOverTime();
    if (Files.exists(folder.resolve(IntervalLog.FILE))) {
      IntervalLog.forEach(folder, overTime::add);
    }
    return overTime;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
