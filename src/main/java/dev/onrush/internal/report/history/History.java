package dev.onrush.internal.report.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onrush.internal.page.Links;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs whose folders are in one folder.
 *
 * @param runs the runs, the newest first
 * @param skipped the folders that are not runs, or are damaged
 * @param unread the number of further folders, which were not read
 */
record History(List<PastRun> runs, List<Skipped> skipped, int unread) {

  /** The maximum number of folders that are read, because a page can show no more runs. */
  static final int MOST = 1_000;

  private static final String BASELINES = "baselines";

  /**
   * Orders folders by the timestamps in their names. Folders with other names, which users have
   * chosen, are few and come first.
   */
  private static final Comparator<Path> NEWEST_FIRST =
      Comparator.comparing(
              (Path folder) -> RunName.of(folder).orElse(null),
              Comparator.nullsFirst(Comparator.reverseOrder()))
          .thenComparing(Links::name, Comparator.reverseOrder());

  /** A folder that is not shown, and the reason. */
  record Skipped(String folder, String why) {}

  History {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads the newest folders first, until {@link #MOST} folders are read or the patience is used
   * up.
   *
   * @throws IOException if the folder itself cannot be read
   */
  static History read(Path reports, Duration patience) throws IOException {
    long begun = System.nanoTime();
    List<Path> folders = folders(reports);
    List<PastRun> runs = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    int looked = 0;
    for (Path folder : folders) {
      if (looked == MOST || System.nanoTime() - begun >= patience.toNanos()) {
        break;
      }
      looked++;
      if (!Files.isRegularFile(folder.resolve(RunFolder.RESULT))) {
        skipped.add(
            new Skipped(
                Links.name(folder),
                isOfARun(folder)
                    ? "it has no result.json: the run is still in progress, or it was killed; in"
                        + " that case, report FOLDER creates its reports"
                    : "it has no result.json, so it is not a run"));
        continue;
      }
      try {
        PastRun run = PastRun.read(folder);
        if (run.fact(RunInfo.ONCE).isEmpty()) { // a run of one user has no figures to compare
          runs.add(run);
        }
      } catch (JsonProcessingException e) {
        skipped.add(
            new Skipped(
                Links.name(folder), "its result.json is damaged: " + e.getOriginalMessage()));
      } catch (IOException e) {
        skipped.add(
            new Skipped(
                Links.name(folder),
                "its result.json cannot be read: " + e.getClass().getSimpleName()));
      } catch (IllegalArgumentException | DateTimeException e) {
        skipped.add(
            new Skipped(
                Links.name(folder),
                "its result.json is not a result of Onrush: " + e.getMessage()));
      }
    }
    runs.sort(
        Comparator.comparing(PastRun::started)
            .reversed()
            .thenComparing(PastRun::folder, NEWEST_FIRST));
    return new History(runs, skipped, folders.size() - looked);
  }

  /** Returns whether the folder belongs to a run; it is empty at the start of the run. */
  private static boolean isOfARun(Path folder) {
    return Files.exists(folder.resolve(IntervalLog.FILE)) || RunName.of(folder).isPresent();
  }

  /**
   * Returns all folders except hidden ones and the baselines, which are copies of runs, in the
   * order of the timestamps in their names.
   */
  private static List<Path> folders(Path reports) throws IOException {
    try (Stream<Path> entries = Files.list(reports)) {
      return entries
          .filter(
              entry -> !Links.name(entry).startsWith(".") && !Links.name(entry).equals(BASELINES))
          .filter(Files::isDirectory)
          .sorted(NEWEST_FIRST)
          .toList();
    }
  }

  /** Returns the runs of each simulation; the simulation that ran last comes first. */
  Map<String, List<PastRun>> bySimulation() {
    Map<String, List<PastRun>> simulations = new LinkedHashMap<>();
    for (PastRun run : runs) {
      simulations.computeIfAbsent(run.simulation(), name -> new ArrayList<>()).add(run);
    }
    return simulations;
  }
}
