package dev.onrush;

import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.gatling.InProcess;
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
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import dev.onrush.units.Given;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan from Java, as often as one likes, one at a time.
 *
 * <pre>{@code
 * RunRecord result = Onrush.run(plan, Settings.load().withTarget(service));
 * assertEquals(Verdict.PASS, result.verdict(), result.reason());
 * }</pre>
 *
 * <p>Its {@code main} makes the reports of a run again from its folder, also of one that was
 * killed, and compares runs.
 */
public final class Onrush {

  private static @Nullable Handover handover;

  /** What a run from Java gives to the simulation that Gatling makes, and gets back from it. */
  private static final class Handover {
    final LoadPlan plan;
    final Settings settings;
    @Nullable Supplier<RunRecord> end;

    Handover(LoadPlan plan, Settings settings) {
      this.plan = plan;
      this.settings = settings;
    }
  }

  private Onrush() {}

  /** Runs the plan with the settings of this JVM, with those of the section of its name. */
  public static RunRecord run(LoadPlan plan) {
    return run(plan, Settings.loadFor(plan.name()));
  }

  /**
   * Runs the plan; returns when all users have left and the reports are written.
   *
   * @throws IllegalArgumentException if plan or settings have a mistake; nothing has been sent then
   */
  public static synchronized RunRecord run(LoadPlan plan, Settings settings) {
    Handover mine = new Handover(Given.value(plan, "plan"), Given.value(settings, "settings"));
    handover = mine;
    try {
      InProcess.run(PlannedSimulation.class);
    } catch (RuntimeException e) {
      if (mine.end == null) { // refused before it began
        throw e instanceof IllegalArgumentException mistake
            ? settings.secrets().masked(mistake)
            : e;
      }
    } finally {
      handover = null;
    }
    if (mine.end == null) {
      throw new IllegalStateException("Gatling ended without having begun the run");
    }
    return mine.end.get();
  }

  /** The simulation that stands for a plan run from Java; Gatling makes it by its name. */
  public static final class PlannedSimulation extends LoadSimulation {

    @Override
    protected LoadPlan plan() {
      if (handover == null) {
        throw new IllegalStateException("PlannedSimulation is for Onrush.run(plan)");
      }
      return handover.plan;
    }
  }

  static Optional<Settings> handedOver() {
    return Optional.ofNullable(handover).map(h -> h.settings);
  }

  static void handBack(Supplier<RunRecord> end) {
    if (handover != null) {
      handover.end = end;
    }
  }

  static String simulationName(LoadSimulation simulation) {
    return simulation instanceof PlannedSimulation && handover != null
        ? handover
            .settings
            .secrets()
            .mask(handover.plan.name())
            .replaceAll("[^\\p{L}\\p{N}_-]+", "-")
        : simulation.getClass().getSimpleName();
  }

  static String version() {
    try (InputStream in =
        Onrush.class.getResourceAsStream("/META-INF/maven/dev.onrush/onrush/pom.properties")) {
      if (in == null) {
        return "from source";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code report FOLDER} makes the reports of a run's folder again; {@code report FOLDER FOLDER …}
   * makes one report of what the injectors of one run have left; {@code compare FOLDER FOLDER …}
   * prints a table of runs, and what changed from the first to the others, and writes a page of it;
   * {@code baseline NAME FOLDER …} saves runs to compare later ones with; {@code history} writes a
   * page of all runs.
   */
  public static void main(String[] args) {
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
            new Baselines(Settings.load().reports())
                .save(rest.get(0), folders.subList(1, folders.size()));
        Console.out().println("Saved " + (rest.size() - 1) + " as baseline " + saved);
      } else if (args.length == 1 && args[0].equals("history")) {
        Console.out().println("Page: " + HistoryPage.write(Settings.load().reports()));
      } else {
        System.err.println(
            "onrush: write: report FOLDER, or: report FOLDER FOLDER … (of the injectors of one"
                + " run), or: compare FOLDER FOLDER …, or: baseline NAME FOLDER …, or: history; a"
                + " FOLDER is one such as reports/SpikeTest-20260131T120000Z");
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
      new ReportFiles().ended(result, folder);
    } catch (UnwrittenFilesException e) {
      new ConsoleSummary(Console.out()).ended(result.without(e.files()), folder);
      throw e;
    }
    new ConsoleSummary(Console.out()).ended(result, folder);
  }

  /** A new folder with one log of what several injectors have left. */
  private static Path merged(List<Path> folders) {
    Path into = RunFolder.create(Settings.load().reports(), MergedLog.simulation(folders));
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
