package dev.onrush.internal.report;

import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.run.AtomicFile;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunRecord;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.UnwrittenFilesException;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a run's reports to its folder. What they show over time is gathered while the run goes on,
 * so that they are there a moment after its end; of a run that is over, from its log.
 */
public final class ReportFiles implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);

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
   * <p>A file that cannot be made or written leaves all others as they are.
   */
  @Override
  public void ended(RunRecord result, Path folder) {
    OverTime overTime = live.orElseGet(() -> OverTime.ofLog(folder, result.info()));
    List<UnwrittenFile> missing = new ArrayList<>(overTime.end().stream().toList());
    RunRecord known = result.without(missing);
    // Each is a function of the result, and a gate in CI waits for all of them.
    missing.addAll(
        Stream.<Map.Entry<String, Function<RunRecord, String>>>of(
                Map.entry(
                    "report.html", r -> HtmlPage.REPORT.of(ReportData.of(r, overTime.charts()))),
                Map.entry("junit.xml", JUnitXml::of),
                Map.entry("timeline.csv", TimelineCsv::of),
                Map.entry("requests.csv", RequestsCsv::of),
                Map.entry("result.json", ResultJson::of),
                Map.entry("summary.md", SummaryMarkdown::of),
                Map.entry("pull-request.md", PullRequestMarkdown::of),
                Map.entry("metrics.txt", OpenMetrics::of))
            .parallel()
            .flatMap(
                file ->
                    write(folder.resolve(file.getKey()), () -> file.getValue().apply(known))
                        .stream())
            .toList());
    if (!missing.isEmpty()) {
      throw new UnwrittenFilesException(missing);
    }
  }

  private static Optional<UnwrittenFile> write(Path file, Supplier<String> text) {
    try {
      // Not writeString, which refuses half a surrogate pair; here it becomes a question mark.
      AtomicFile.write(file, text.get().getBytes(StandardCharsets.UTF_8));
      return Optional.empty();
    } catch (Throwable e) { // out of memory included: the other files do not depend on this one
      if (!(e instanceof IOException)) { // a mistake of ours; a full disk is told without its trace
        LOG.error("{} was not written", file, e);
      }
      return Optional.of(UnwrittenFile.missing(String.valueOf(file.getFileName()), e));
    }
  }
}
