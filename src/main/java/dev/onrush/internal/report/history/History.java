package dev.onrush.internal.report.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onrush.internal.page.Links;
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
 * The runs whose folders stand in one folder.
 *
 * @param runs the newest first
 * @param skipped folders that are no runs, or damaged ones
 * @param left how many more folders there are, which were not looked at
 */
record History(List<PastRun> runs, List<Skipped> skipped, int left) {

  /** As many as a page can bear. */
  static final int MOST = 1_000;

  private static final String BASELINES = "baselines";

  /** By their names; folders that somebody has named otherwise are few, and first. */
  private static final Comparator<Path> NEWEST_FIRST =
      Comparator.comparing(
              (Path folder) -> RunName.of(folder).orElse(null),
              Comparator.nullsFirst(Comparator.reverseOrder()))
          .thenComparing(Links::name, Comparator.reverseOrder());

  /** A folder, and why it is not shown. */
  record Skipped(String folder, String why) {}

  History {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads the newest folders first, until they are {@link #MOST}, or patience is at its end.
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
      if (!Files.isRegularFile(folder.resolve(PastRun.FILE))) {
        skipped.add(
            new Skipped(
                Links.name(folder),
                isOfARun(folder)
                    ? "it has no result.json: its run is still at work, or was killed, and then"
                        + " report FOLDER makes its reports"
                    : "it has no result.json, so it is no run"));
        continue;
      }
      try {
        PastRun run = PastRun.read(folder);
        if (run.fact(RunInfo.ONCE).isEmpty()) { // one user has no figures to compare
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
                Links.name(folder), "its result.json is of another kind: " + e.getMessage()));
      }
    }
    runs.sort(
        Comparator.comparing(PastRun::started)
            .reversed()
            .thenComparing(PastRun::folder, NEWEST_FIRST));
    return new History(runs, skipped, folders.size() - looked);
  }

  /** It begins with an empty folder. */
  private static boolean isOfARun(Path folder) {
    return Files.exists(folder.resolve(IntervalLog.FILE)) || RunName.of(folder).isPresent();
  }

  /** All but hidden ones and the baselines, which repeat runs; by the stamps of their names. */
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

  /** The runs of each simulation; the one that ran last is first. */
  Map<String, List<PastRun>> bySimulation() {
    Map<String, List<PastRun>> simulations = new LinkedHashMap<>();
    for (PastRun run : runs) {
      simulations.computeIfAbsent(run.simulation(), name -> new ArrayList<>()).add(run);
    }
    return simulations;
  }
}
