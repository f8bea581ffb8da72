package dev.onrush.internal.run.retention;

import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The runs in a folder that are older than the newest of their simulation.
 *
 * <p>A run's folder has a run's name, and a run's interval log in it. All else is left alone: other
 * folders, files, links, and baselines, which have no log of their own.
 *
 * @param runs how many there are
 * @param old those that are more than are kept, of each simulation the oldest first
 * @param goingOn those that would be among them, and may not have ended yet
 */
public record OldRuns(int runs, List<Path> old, List<Path> goingOn) {

  /** A run writes each second; one without an end that was silent for longer was killed. */
  private static final Duration SILENT = Duration.ofHours(1);

  /** Copies the lists. */
  public OldRuns {
    old = List.copyOf(old);
    goingOn = List.copyOf(goingOn);
  }

  private record Run(RunName name, Path folder) {}

  /**
   * Looks for them.
   *
   * @param reports the folder in which runs have theirs
   * @param of the simulations that are looked at
   * @param keep how many runs of each simulation are kept, from 1
   * @throws IllegalArgumentException if there is no such folder
   * @throws UncheckedIOException if it cannot be read
   */
  public static OldRuns find(Path reports, Predicate<String> of, int keep, Instant now) {
    if (!Files.isDirectory(reports)) {
      throw new IllegalArgumentException(
          "folder of runs was "
              + reports
              + ", which is none; name another with -Donrush.reports=FOLDER");
    }
    List<Path> old = new ArrayList<>();
    List<Path> goingOn = new ArrayList<>();
    int count = 0;
    for (List<Run> runs : bySimulation(reports, of).values()) {
      count += runs.size();
      for (Run run : runs.subList(0, Math.max(0, runs.size() - keep))) {
        (mayGoOn(run.folder(), now) ? goingOn : old).add(run.folder());
      }
    }
    return new OldRuns(count, old, goingOn);
  }

  /** The simulation that a run's folder is of; empty if its name is none of a run's. */
  static String simulation(Path folder) {
    return RunName.of(folder).map(RunName::simulation).orElse("");
  }

  private static Map<String, List<Run>> bySimulation(Path reports, Predicate<String> of) {
    Map<String, List<Run>> runs = new TreeMap<>();
    try (Stream<Path> entries = Files.list(reports)) {
      entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .forEach(
              entry ->
                  RunName.of(entry)
                      .filter(name -> of.test(name.simulation()) && hasLog(entry))
                      .ifPresent(
                          name ->
                              runs.computeIfAbsent(name.simulation(), known -> new ArrayList<>())
                                  .add(new Run(name, entry))));
    } catch (IOException e) {
      throw new UncheckedIOException(reports + " cannot be read: " + FailureText.of(e), e);
    }
    runs.values().forEach(all -> all.sort(Comparator.comparing(Run::name)));
    return runs;
  }

  private static boolean hasLog(Path folder) {
    if (!Files.isRegularFile(folder.resolve(IntervalLog.FILE), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      return !IntervalLog.info(folder).simulation().isEmpty();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return false;
    }
  }

  private static boolean mayGoOn(Path folder, Instant now) {
    try {
      return !IntervalLog.hasEnd(folder)
          && IntervalLog.lastWritten(folder).isAfter(now.minus(SILENT));
    } catch (IOException e) {
      return true;
    }
  }

  /** The bytes of the files in a folder; links are not followed. */
  public static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(OldRuns::length).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + FailureText.of(e), e);
    }
  }

  private static long length(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // it is gone by now
    }
  }

  /**
   * Deletes a run's folder with all that is in it; what a link leads to stays. The log goes last,
   * so that what is left of a deletion that fails is still known as a run.
   *
   * @throws UncheckedIOException if not all of it can be deleted
   */
  public static void delete(Path folder) {
    Path log = folder.resolve(IntervalLog.FILE);
    try {
      List<Path> others;
      try (Stream<Path> entries = Files.list(folder)) {
        others = entries.filter(entry -> !entry.equals(log)).toList();
      }
      for (Path other : others) {
        FolderTree.delete(other);
      }
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + FailureText.of(e), e);
    }
  }
}
