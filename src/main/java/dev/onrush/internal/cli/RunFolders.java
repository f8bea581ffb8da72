package dev.onrush.internal.cli;

import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.comparison.Comparison;
import dev.onrush.internal.report.comparison.ComparisonPage;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.EarlierResult;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.log.Baselines;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.MergedLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.text.FailureText;
import dev.onrush.internal.text.SecretNames;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpansFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes reports and comparisons from the folders of ended runs. */
final class RunFolders {

  private RunFolders() {}

  /**
   * Makes the reports of a run again. Several folders, which the injectors of one run have left,
   * become one report.
   *
   * @throws IllegalArgumentException if the existing reports contain more than the log
   */
  static void report(List<Path> folders) {
    report(folders.size() == 1 ? folders.get(0) : merged(folders));
  }

  private static void report(Path folder) {
    RunRecord result = IntervalLog.read(folder);
    EarlierResult.of(folder).ifPresent(earlier -> earlier.checkReplaceable(folder, result));
    try {
      new ReportFiles(Set.copyOf(SettingsReader.load().withoutReports())).ended(result, folder);
    } catch (UnwrittenFilesException e) {
      new ConsoleSummary(Console.out()).ended(result.withUnwritten(e.files()), folder);
      throw e;
    }
    new ConsoleSummary(Console.out()).ended(result, folder);
  }

  /** Creates a new folder with one log that merges the logs of several injectors. */
  private static Path merged(List<Path> folders) {
    Path into = RunFolder.create(SettingsReader.load().reports(), MergedLog.simulation(folders));
    try {
      MergedLog.write(folders, into);
      mergeExchanges(folders, into);
      return into;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      RunFolder.discard(into);
      throw e;
    }
  }

  /**
   * Merges the exchanges of several injectors. Each exchange is moved by the difference between the
   * start of the whole run and the start of its injector, so that all times are on the clock of the
   * injector that gives the run its start.
   */
  static void mergeExchanges(List<Path> folders, Path into) {
    long begin = begin(into);
    Exchanges merged =
        new Exchanges(
            Kept.NOTABLE, new SecretNames(List.of()), Optional.empty(), Failure::normalised);
    try (JsonLinesFile<Exchange> file = ExchangesFile.in(into);
        JsonLinesFile<Span> spans = SpansFile.in(into)) {
      for (Path folder : folders) {
        long difference = begin - begin(folder);
        ExchangesFile.read(folder).forEach(of -> merged.add(of.sentAt(of.at() + difference)));
      }
      file.add(merged.take(true));
      for (Path folder : folders) {
        spans.add(SpansFile.read(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "exchanges of " + folders + " cannot be merged: " + FailureText.of(e), e);
    }
  }

  /** The start of the run of a folder, in milliseconds since 1970. */
  private static long begin(Path folder) {
    return IntervalLog.info(folder).started().toEpochMilli();
  }

  /** Prints a table of runs, and the changes from the first run to each other run. */
  static void compare(List<Path> folders) {
    List<RunRecord> runs = folders.stream().map(IntervalLog::read).toList();
    for (int i = 1; i < runs.size(); i++) {
      Baselines.checkComparable(
          folders.get(0).toString(),
          runs.get(0).info(),
          folders.get(i).toString(),
          runs.get(i).info());
    }
    PrintStream out = Console.out();
    out.print(Comparison.markdown(runs));
    for (int i = 0; i < runs.size(); i++) {
      Path folder = folders.get(i);
      runs.get(i).doubt().ifPresent(doubt -> out.println("\n" + folder + " " + doubt));
    }
    List<RunBlocks> first = List.of(Baselines.blocks(folders.get(0), runs.get(0).info()));
    List<RunComparison> comparisons = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      RunComparison comparison =
          RunComparison.of(first, Baselines.blocks(folders.get(i), runs.get(i).info()));
      comparisons.add(comparison);
      out.println("\n" + folders.get(i) + " compared with " + folders.get(0) + ":\n");
      comparison.lines().forEach(line -> out.println("- " + line));
    }
    out.println("\nPage: " + ComparisonPage.write(folders, runs, comparisons));
  }
}
