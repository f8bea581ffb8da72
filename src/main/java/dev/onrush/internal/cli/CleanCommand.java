package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.run.retention.OldRuns;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes older runs. */
@Command(
    name = "clean",
    description =
        "For each simulation, keep the newest runs and as many of the newest trial runs (once), and"
            + " delete the others. Baselines, runs in progress and other files are kept.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

  @Option(
      names = "--keep",
      paramLabel = "NUMBER",
      description = "number of runs to keep per simulation; default: the setting onrush.keepRuns")
  private String keep = "";

  @Option(names = "--dry-run", description = "print what would be deleted, without deleting it")
  private boolean dryRun;

  /** Picocli creates the command. */
  CleanCommand() {}

  @Override
  public Integer call() {
    Settings settings = SettingsReader.load();
    PrintStream out = Console.out();
    OldRuns runs =
        OldRuns.find(
            settings.reports(),
            kind -> true,
            number(settings.keepRuns()),
            InstantSource.system().instant());
    runs.goingOn().forEach(run -> out.println("Kept " + run + ", which may be in progress"));
    long freed = 0;
    int failed = 0;
    for (Path run : runs.old()) {
      long size = OldRuns.size(run);
      try {
        if (!dryRun) {
          OldRuns.delete(run);
        }
        freed += size;
        out.println((dryRun ? "Would delete " : "Deleted ") + run + ", " + megabytes(size));
      } catch (UncheckedIOException e) {
        failed++;
        Console.err().println("onrush: " + e.getMessage());
      }
    }
    int deleted = runs.old().size() - failed;
    out.printf(
        "%s %s of %s, %s%n",
        dryRun ? "Would delete" : "Deleted",
        Quantity.count(deleted),
        Quantity.count(runs.runs(), "run"),
        megabytes(freed));
    if (!dryRun && deleted > 0) {
      Path unused = HistoryPage.write(settings.reports());
    }
    return failed == 0 ? 0 : 1;
  }

  private int number(OptionalInt ofSettings) {
    if (keep.isEmpty()) {
      return ofSettings.orElseThrow(
          () ->
              new UsageException(
                  "the number of runs to keep is not set; use --keep 10, or the setting"
                      + " onrush.keepRuns"));
    }
    return new OptionText("--keep", keep)
        .parse(
            Integer::parseInt,
            number -> number >= 1,
            "a whole number from 1 to " + Quantity.count(Integer.MAX_VALUE) + ", such as 10");
  }

  private static String megabytes(long bytes) {
    return Quantity.plain(Math.round(bytes / 100_000.0) / 10.0) + " MB";
  }
}
