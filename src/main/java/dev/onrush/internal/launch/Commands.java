package dev.onrush.internal.launch;

import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.report.Comparison;
import dev.onrush.internal.report.ComparisonPage;
import dev.onrush.internal.report.ConsoleSummary;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.run.Baselines;
import dev.onrush.internal.run.IntervalLog;
import dev.onrush.internal.run.MergedLog;
import dev.onrush.internal.run.RunFolder;
import dev.onrush.internal.run.RunRecord;
import dev.onrush.internal.run.UnwrittenFilesException;
import dev.onrush.internal.settings.SettingsHelp;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.result.Verdict;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The commands of {@code Onrush.main}: {@code report}, {@code compare}, {@code baseline} and {@code
 * history} for runs that are over, and {@code settings}.
 */
public final class Commands {

  private Commands() {}

  /** Carries out a command, and ends this JVM with 64 for a wrong one, or with 1 if it fails. */
  public static void run(String... args) {
    List<String> rest = Arrays.stream(args).skip(1).toList();
    List<Path> folders = rest.stream().map(Path::of).toList();
    try {
      if (args.length == 2 && args[0].equals("report")) {
        report(folders.get(0));
      } else if (args.length > 2 && args[0].equals("report")) {
        report(merged(folders));
      } else if (args.length > 1 && args[0].equals("compare")) {
        compare(folders);
      } else if (args.length > 2 && args[0].equals("baseline")) {
        Path saved =
            new Baselines(SettingsReader.load().reports())
                .save(rest.get(0), folders.subList(1, folders.size()));
        Console.out().println("Saved " + (rest.size() - 1) + " as baseline " + saved);
      } else if (args.length == 1 && args[0].equals("settings")) {
        Console.out().print(SettingsHelp.text());
      } else if (args.length == 1 && args[0].equals("history")) {
        Console.out().println("Page: " + HistoryPage.write(SettingsReader.load().reports()));
      } else {
        System.err.println(
            "onrush: write: report FOLDER, or: report FOLDER FOLDER … (of the injectors of one"
                + " run), or: compare FOLDER FOLDER …, or: baseline NAME FOLDER …, or: history, or:"
                + " settings; a FOLDER is one such as reports/SpikeTest-20260131T120000Z");
        System.exit(64);
      }
    } catch (IllegalArgumentException | UncheckedIOException | UnwrittenFilesException e) {
      Console.err().println("onrush: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void report(Path folder) {
    RunRecord result = IntervalLog.read(folder);
    try {
      new ReportFiles(Set.copyOf(SettingsReader.load().withoutReports())).ended(result, folder);
    } catch (UnwrittenFilesException e) {
      new ConsoleSummary(Console.out()).ended(result.without(e.files()), folder);
      throw e;
    }
    new ConsoleSummary(Console.out()).ended(result, folder);
  }

  /** A new folder with one log of what several injectors have left. */
  private static Path merged(List<Path> folders) {
    Path into = RunFolder.create(SettingsReader.load().reports(), MergedLog.simulation(folders));
    try {
      MergedLog.write(folders, into);
      return into;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      RunFolder.discard(into);
      throw e;
    }
  }

  private static void compare(List<Path> folders) {
    List<RunRecord> runs = folders.stream().map(IntervalLog::read).toList();
    for (int i = 1; i < runs.size(); i++) {
      Baselines.checkSame(
          folders.get(0).toString(),
          runs.get(0).info(),
          folders.get(i).toString(),
          runs.get(i).info());
    }
    PrintStream out = Console.out();
    out.print(Comparison.markdown(runs));
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).verdict() == Verdict.INVALID) {
        out.println("\n" + folders.get(i) + " is INVALID: " + runs.get(i).reason());
      }
    }
    List<RunBlocks> first = List.of(Baselines.blocks(folders.get(0), runs.get(0).info()));
    List<RunComparison> comparisons = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      RunComparison comparison =
          RunComparison.of(first, Baselines.blocks(folders.get(i), runs.get(i).info()));
      comparisons.add(comparison);
      out.println("\n" + folders.get(i) + " against " + folders.get(0) + ":\n");
      comparison.lines().forEach(line -> out.println("- " + line));
    }
    out.println("\nPage: " + ComparisonPage.write(folders, runs, comparisons));
  }
}
