package dev.onrush.internal.run.log;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.run.record.ComparisonObstacle;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The saved runs with which later runs are compared. The folder {@code baselines/NAME} contains a
 * folder with the interval log of each run.
 */
public final class Baselines {

  private final Path folder;

  /** Creates a view of the baselines in the given folder, each in a folder of its name. */
  public Baselines(Path folder) {
    this.folder = folder;
  }

  /** The names of the saved baselines, in alphabetical order. */
  public List<String> names() {
    return folders(folder).stream().map(p -> p.getFileName().toString()).toList();
  }

  /**
   * Returns the runs saved under {@code name}; empty if there are none.
   *
   * @param current the run to compare with them
   * @throws IllegalArgumentException if the saved runs have a different plan, or if one of their
   *     logs has a hole; the message says what differs
   */
  public Optional<Baseline> find(String name, RunInfo current) {
    List<Path> saved = names().contains(name) ? folders(folder.resolve(name)) : List.of();
    List<RunBlocks> runs = new ArrayList<>();
    for (Path run : saved) {
      RunInfo info = IntervalLog.info(run);
      checkComparable("baseline \"" + name + "\"", info, "this run", current);
      RunBlocks blocks = RunBlocks.empty(info.comparablePeriods(), info.phases());
      LogDamage damage = read(run, blocks);
      if (damage.hole()) {
        throw new IllegalArgumentException(
            "baseline \""
                + name
                + "\" contains the run "
                + run
                + ", which cannot be compared: "
                + damage.reason()
                + "; save it again from runs with complete logs");
      }
      runs.add(blocks);
    }
    return runs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Baseline(name, current.comparablePeriods(), runs));
  }

  /** Reads the blocks of a run from its folder. */
  public static RunBlocks blocks(Path run, RunInfo info) {
    RunBlocks blocks = RunBlocks.empty(info.comparablePeriods(), info.phases());
    LogDamage unused = read(run, blocks);
    return blocks;
  }

  /** Adds the intervals during the load only, as a run in progress does. */
  private static LogDamage read(Path run, RunBlocks to) {
    Optional<Duration> endOfLoad = LogReader.endOfLoad(run);
    return IntervalLog.scan(
        run,
        (interval, count) -> {
          if (interval.isLoaded(endOfLoad)) {
            to.add(interval, count);
          }
        });
  }

  /**
   * Saves runs under a name, replacing the runs previously saved under it.
   *
   * @return the folder that now contains the runs
   * @throws IllegalArgumentException if one of them is not a run, is INVALID, has a different plan
   *     than the first, or cannot be compared at all; then nothing is changed
   */
  public Path save(String name, List<Path> runs) {
    if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*")) {
      throw new IllegalArgumentException(
          "baseline name was \"" + name + "\"; letters, digits, _, . and - are allowed");
    }
    RunInfo first = IntervalLog.info(runs.get(0));
    for (Path run : runs) {
      if (Collections.frequency(runs, run) > 1) {
        throw new IllegalArgumentException("run was given twice: " + run + "; give each run once");
      }
      RunRecord result = IntervalLog.read(run);
      checkComparable(runs.get(0).toString(), first, run.toString(), result.info());
      if (first.facts().containsKey(RunInfo.PART)) {
        throw new IllegalArgumentException(
            "run was "
                + run
                + ", which ran only a part of its plan ("
                + first.facts().get(RunInfo.PART)
                + "); save a run of the whole plan");
      }
      Optional<String> doubt = result.doubt();
      if (doubt.isPresent()) {
        throw new IllegalArgumentException(
            "run was " + run + ", which " + doubt.get() + "; save a different run");
      }
    }
    Path target = folder.resolve(name);
    try {
      copy(runs, target);
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written to: " + FailureText.of(e), e);
    }
    return target;
  }

  /** Replaces the target folder completely, or changes nothing. */
  private static void copy(List<Path> runs, Path target) throws IOException {
    Path copied = target.resolveSibling("." + target.getFileName() + ".new");
    Path before = target.resolveSibling("." + target.getFileName() + ".old");
    try {
      if (Files.exists(before) && !Files.exists(target)) {
        Files.move(before, target); // a previous save could not restore it
      }
      FolderTree.delete(copied);
      for (Path run : runs) {
        IntervalLog.copy(run, Files.createDirectories(place(copied, run)));
      }
      FolderTree.delete(before);
      if (Files.exists(target)) {
        Files.move(target, before);
      }
      try {
        Files.move(copied, target);
      } catch (IOException e) {
        if (Files.exists(before)) {
          Files.move(before, target);
        }
        throw e;
      }
    } catch (IOException e) {
      deleteQuietly(copied);
      throw e;
    }
    deleteQuietly(before);
  }

  /** Where a run is copied to. Runs of different machines may have folders of the same name. */
  private static Path place(Path copied, Path run) throws IOException {
    String name = run.toRealPath().getFileName().toString();
    Path place = copied.resolve(name);
    for (int number = 2; Files.exists(place); number++) {
      place = copied.resolve(name + "-" + number);
    }
    return place;
  }

  private static void deleteQuietly(Path tree) {
    try {
      FolderTree.delete(tree);
    } catch (IOException e) {
      // the folder is hidden, and the next save under this name deletes it
    }
  }

  /**
   * Refuses runs with different plans, and runs that cannot be compared with any other.
   *
   * @param one the name of the first run in messages
   * @param other the name of the second run in messages
   * @throws IllegalArgumentException if they cannot be compared; the message says why
   */
  public static void checkComparable(String one, RunInfo of, String other, RunInfo with) {
    checkComparable(one, of);
    checkComparable(other, with);
    List<String> differences = new ArrayList<>();
    Set<String> parts = new LinkedHashSet<>(of.shape().keySet());
    parts.addAll(with.shape().keySet());
    for (String part : parts) {
      String first = value(of.shape(), part);
      String second = value(with.shape(), part);
      if (!first.equals(second)) {
        differences.add(
            part + " is \"" + first + "\" in " + one + " and \"" + second + "\" in " + other);
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          one
              + " and "
              + other
              + " are not of the same plan: "
              + String.join("; ", differences)
              + "; only runs of the same plan and size can be compared");
    }
  }

  private static void checkComparable(String name, RunInfo info) {
    Optional<String> why = ComparisonObstacle.of(info);
    if (why.isPresent()) {
      throw new IllegalArgumentException(
          name
              + " "
              + why.get()
              + "; only runs that follow a load profile against one service can be compared and"
              + " saved");
    }
  }

  private static String value(Map<String, String> shape, String part) {
    return shape.getOrDefault(part, "nothing");
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(parent + " cannot be read: " + FailureText.of(e), e);
    }
  }
}
