package dev.onrush.internal.run.retention;

import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.OneLook;
import dev.onrush.internal.run.record.RunInfo;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs in a folder that are older than the newest of their kind.
 *
 * <p>A run's folder has a run's name, and a run's interval log in it. All else is left alone: other
 * folders, files, links, and baselines, which have no log of their own.
 *
 * @param runs how many there are
 * @param old those that are more than are kept, of each kind the oldest first
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

  /**
   * Runs that are counted together: those of one simulation, and apart from them the looks at it.
   *
   * @param simulation the full name of its class, by which two of one simple name are two; of a log
   *     that does not have it, the name in that of the folder
   * @param look whether one user did each task once
   */
  public record Kind(String simulation, boolean look) {

    /** Of a run; its folder has a run's name. */
    static Kind of(RunName folder, RunInfo info) {
      return new Kind(
          info.facts().getOrDefault(RunName.CLASS, folder.simulation()), OneLook.is(info));
    }
  }

  private record Run(RunName name, Kind kind, Path folder) {}

  /**
   * Looks for them.
   *
   * @param reports the folder in which runs have theirs
   * @param of the kinds that are looked at
   * @param keep how many runs of each kind are kept, from 1
   * @throws IllegalArgumentException if there is no such folder
   * @throws UncheckedIOException if it cannot be read
   */
  public static OldRuns find(Path reports, Predicate<Kind> of, int keep, Instant now) {
    if (!Files.isDirectory(reports)) {
      throw new IllegalArgumentException(
          "folder of runs was "
              + reports
              + ", which is none; name another with -Donrush.reports=FOLDER");
    }
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
                          Comparator.comparing(Kind::simulation).thenComparing(Kind::look)),
                  Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(reports + " cannot be read: " + FailureText.of(e), e);
    }
  }

  private static Optional<Run> run(Path folder) {
    return RunName.of(folder)
        .flatMap(name -> info(folder).map(info -> new Run(name, Kind.of(name, info), folder)));
  }

  /** What a run's log begins with; empty where there is none. */
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
      return !IntervalLog.hasEnd(folder)
          && IntervalLog.lastWritten(folder).isAfter(now.minus(SILENT));
    } catch (IOException e) {
      return true;
    }
  }

  /** The bytes of the files in a folder; links are not followed, and what cannot be read is 0. */
  public static long size(Path folder) {
    return FolderTree.files(folder, (unread, why) -> {}).stream().mapToLong(OldRuns::length).sum();
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
