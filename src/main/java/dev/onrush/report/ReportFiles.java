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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
    RunOverTime overTime = overTime(folder, result.info());
    // Each is a function of the result, and a gate in CI waits for all of them.
    Stream.<Map.Entry<String, Function<RunResult, String>>>of(
            Map.entry("report.html", r -> HtmlPage.REPORT.of(ReportData.of(r, overTime))),
            Map.entry("junit.xml", JUnitXml::of),
            Map.entry("timeline.csv", TimelineCsv::of),
            Map.entry("requests.csv", RequestsCsv::of),
            Map.entry("result.json", ResultJson::of),
            Map.entry("summary.md", SummaryMarkdown::of),
            Map.entry("pull-request.md", PullRequestMarkdown::of),
            Map.entry("metrics.txt", OpenMetrics::of))
        .parallel()
        .forEach(file -> write(folder.resolve(file.getKey()), file.getValue().apply(result)));
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
