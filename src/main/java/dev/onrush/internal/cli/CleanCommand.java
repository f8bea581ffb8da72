package dev.onrush.internal.cli;

import dev.onrush.internal.launch.role.Console;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.run.retention.OldRuns;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes older runs. */
@Command(
    name = "clean",
    description =
        "Delete all but the newest runs of each simulation. What is no run, baselines, and runs that"
            + " are going on stay.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Runnable {

  @Option(
      names = "--keep",
      paramLabel = "NUMBER",
      description = "of runs of each simulation that stay; default: the setting onrush.keepRuns")
  private @Nullable Integer keep;

  @Option(names = "--dry-run", description = "say what would be deleted, and delete nothing")
  private boolean dryRun;

  /** Picocli makes it. */
  CleanCommand() {}

  @Override
  public void run() {
    Settings settings = SettingsReader.load();
    PrintStream out = Console.out();
    OldRuns runs =
        OldRuns.find(
            settings.reports(),
            simulation -> true,
            number(settings.keepRuns()),
            InstantSource.system().instant());
    runs.goingOn().forEach(run -> out.println("Kept " + run + ", which may be going on"));
    long freed = 0;
    for (Path run : runs.old()) {
      long size = OldRuns.size(run);
      if (!dryRun) {
        OldRuns.delete(run);
      }
      freed += size;
      out.println((dryRun ? "Would delete " : "Deleted ") + run + ", " + megabytes(size));
    }
    out.printf(
        "%s %s of %s, %s%n",
        dryRun ? "Would delete" : "Deleted",
        Quantity.count(runs.old().size()),
        Quantity.count(runs.runs(), "run"),
        megabytes(freed));
    if (!dryRun && !runs.old().isEmpty()) {
      Path unused = HistoryPage.write(settings.reports());
    }
  }

  private int number(OptionalInt ofSettings) {
    if (keep != null) {
      if (keep < 1) {
        throw new IllegalArgumentException(
            "--keep was " + keep + "; write a number from 1, such as 10");
      }
      return keep;
    }
    return ofSettings.orElseThrow(
        () ->
            new IllegalArgumentException(
                "nothing says how many runs of each simulation stay; write --keep 10, or the setting"
                    + " onrush.keepRuns"));
  }

  private static String megabytes(long bytes) {
    return Quantity.plain(Math.round(bytes / 100_000.0) / 10.0) + " MB";
  }
}
