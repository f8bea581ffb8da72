package dev.onrush.internal.run.retention;

import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.run.record.TrialRun;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs in a folder that exceed the number of runs to keep of their kind.
 *
 * <p>A run's folder has the name of a run, and contains an interval log. Everything else is left
 * alone: other folders, files, links, and baselines, which have no log of their own.
 *
 * @param runs the number of all runs
 * @param old the runs beyond the number to keep, for each kind the oldest first
 * @param goingOn the runs that would be in {@code old}, but may not have ended yet
 */
public record OldRuns(int runs, List<Path> old, List<Path> goingOn) {

  /**
   * A run writes every second. A run without an end that has been silent for longer than this was
   * killed.
   */
  private static final Duration SILENT = Duration.ofHours(1);

  /** The longest time after the end of its load that a run writes reports. */
  private static final Duration REPORTING = Duration.ofMinutes(4);

  /** Copies the lists. */
  public OldRuns {
    old = List.copyOf(old);
    goingOn = List.copyOf(goingOn);
  }

  /**
   * A group of runs that are counted together: the runs of one simulation, with its {@code once}
   * runs as a separate group.
   *
   * @param simulation the full name of the simulation's class, which distinguishes classes with the
   *     same simple name; if the log does not contain it, the name from the folder
   * @param trial whether one user performed each task once
   */
  public record Kind(String simulation, boolean trial) {

    /** Returns the kind of a run, given the name of its folder. */
    static Kind of(RunName folder, RunInfo info) {
      return new Kind(
          info.facts().getOrDefault(RunName.CLASS, folder.simulation()), TrialRun.is(info));
    }
  }

  private record Run(RunName name, Kind kind, Path folder) {}

  /**
   * Finds the old runs.
   *
   * @param reports the folder that contains the folders of runs
   * @param of selects the kinds to consider
   * @param keep how many runs of each kind to keep, at least 1
   * @throws IllegalArgumentException if the folder does not exist
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static OldRuns find(Path reports, Predicate<Kind> of, int keep, Instant now) {
    RunFolder.checkParent(reports);
    List<Path> old = new ArrayList<>();
    List<Path> goingOn = new ArrayList<>();
    int count = 0;
    for (List<Run> runs : byKind(reports, of).values()) {
      count += runs.size();
      for (Run run : runs.subList(0, Math.max(0, runs.size() - keep))) {
        (mayGoOn(run.folder(), now) ? goingOn : old).add(run.folder());
      }
    }
    return new OldRuns(count, old, goingOn);
  }

  private static Map<Kind, List<Run>> byKind(Path reports, Predicate<Kind> of) {
    try (Stream<Path> entries = Files.list(reports)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .flatMap(entry -> run(entry).stream())
          .filter(run -> of.test(run.kind()))
          .sorted(Comparator.comparing(Run::name))
          .collect(
              Collectors.groupingBy(
                  Run::kind,
                  () ->
                      new TreeMap<>(
                          Comparator.comparing(Kind::simulation).thenComparing(Kind::trial)),
                  Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(reports + " cannot be read: " + FailureText.of(e), e);
    }
  }

  private static Optional<Run> run(Path folder) {
    return RunName.of(folder)
        .flatMap(name -> info(folder).map(info -> new Run(name, Kind.of(name, info), folder)));
  }

  /** Reads the description of a run from its log; empty if there is no valid log. */
  private static Optional<RunInfo> info(Path folder) {
    if (!Files.isRegularFile(folder.resolve(IntervalLog.FILE), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(IntervalLog.info(folder)).filter(info -> !info.simulation().isEmpty());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean mayGoOn(Path folder, Instant now) {
    try {
      boolean ended = IntervalLog.hasEnd(folder);
      Instant last = IntervalLog.lastWritten(folder);
      return ended
          ? last.isAfter(now.minus(REPORTING)) && !isReported(folder)
          : last.isAfter(now.minus(SILENT));
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether all reports of a run are there. They are written at the same time. */
  private static boolean isReported(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.exists(folder.resolve(RunFolder.RESULT))
          && files.noneMatch(AtomicFile::isTemporary);
    }
  }

  /**
   * The total size of the files in a folder in bytes. Links are not followed, and files that cannot
   * be read count as 0.
   */
  public static long size(Path folder) {
    return FolderTree.files(folder, (unread, why) -> {}).stream().mapToLong(OldRuns::length).sum();
  }

  private static long length(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // the file has been deleted meanwhile
    }
  }

  /**
   * Deletes a run's folder with everything in it. The targets of links are not deleted. The log is
   * deleted last, so that the remains of a failed deletion are still recognised as a run.
   *
   * @throws UncheckedIOException if some of it cannot be deleted
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
