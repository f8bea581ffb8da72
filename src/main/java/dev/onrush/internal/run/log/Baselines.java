package dev.onrush.internal.run.log;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.run.record.OwnFigures;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs that were saved to compare later ones with: {@code baselines/NAME} has a folder for each,
 * with its interval log.
 */
public final class Baselines {

  private final Path folder;

  /** Those in a folder, each with a folder of its name. */
  public Baselines(Path folder) {
    this.folder = folder;
  }

  /** Names of what is saved, in alphabetic order. */
  public List<String> names() {
    return folders(folder).stream().map(p -> p.getFileName().toString()).toList();
  }

  /**
   * The runs saved under {@code name}; empty if there are none.
   *
   * @param current the run that is to be compared
   * @throws IllegalArgumentException if they are of another plan, or a log of them has a hole; the
   *     message says what differs
   */
  public Optional<Baseline> find(String name, RunInfo current) {
    List<Path> saved = names().contains(name) ? folders(folder.resolve(name)) : List.of();
    List<RunBlocks> runs = new ArrayList<>();
    for (Path run : saved) {
      RunInfo info = IntervalLog.info(run);
      checkComparable("baseline \"" + name + "\"", info, "this run", current);
      RunBlocks blocks = RunBlocks.empty(info.comparedTimes());
      LogDamage damage = read(run, blocks);
      if (damage.hole()) {
        throw new IllegalArgumentException(
            "baseline \""
                + name
                + "\" has a run, "
                + run
                + ", that cannot be compared with: "
                + damage.reason()
                + "; save it again from runs whose logs are whole");
      }
      runs.add(blocks);
    }
    return runs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Baseline(name, current.comparedTimes(), runs));
  }

  /** A run's folder in blocks. */
  public static RunBlocks blocks(Path run, RunInfo info) {
    RunBlocks blocks = RunBlocks.empty(info.comparedTimes());
    LogDamage unused = read(run, blocks);
    return blocks;
  }

  /** As a run at work takes them: those of its load alone. */
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
   * Saves runs under a name, in the place of what it had.
   *
   * @return the folder in which they are now
   * @throws IllegalArgumentException if one of them is no run, is INVALID, is of another plan than
   *     the first, or is not compared at all; nothing is changed then
   */
  public Path save(String name, List<Path> runs) {
    if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*")) {
      throw new IllegalArgumentException(
          "baseline name was \"" + name + "\"; letters, digits, _, . and - are allowed");
    }
    RunInfo first = IntervalLog.info(runs.get(0));
    for (Path run : runs) {
      RunRecord result = IntervalLog.read(run);
      checkComparable(runs.get(0).toString(), first, run.toString(), result.info());
      if (first.facts().containsKey(RunInfo.PART)) {
        throw new IllegalArgumentException(
            "run was "
                + run
                + ", which ran a part of its plan ("
                + first.facts().get(RunInfo.PART)
                + "); save one of the whole plan");
      }
      Optional<String> doubt = result.doubt();
      if (doubt.isPresent()) {
        throw new IllegalArgumentException(
            "run was " + run + ", which " + doubt.get() + "; save one that is not");
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

  /** Either all of it takes the place of what was there, or nothing has changed. */
  private static void copy(List<Path> runs, Path target) throws IOException {
    Path copied = target.resolveSibling("." + target.getFileName() + ".new");
    Path before = target.resolveSibling("." + target.getFileName() + ".old");
    try {
      if (Files.exists(before) && !Files.exists(target)) {
        Files.move(before, target); // a save has failed so late that it could not do this itself
      }
      FolderTree.delete(copied);
      for (Path run : runs) {
        Path copy = Files.createDirectories(copied.resolve(run.toRealPath().getFileName()));
        IntervalLog.copy(run, copy);
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

  private static void deleteQuietly(Path tree) {
    try {
      FolderTree.delete(tree);
    } catch (IOException e) {
      // it is hidden, and the next save under this name deletes it
    }
  }

  /**
   * Refuses runs of different plans, and those that are not compared at all.
   *
   * @param one how the first is called
   * @param other how the second is called
   * @throws IllegalArgumentException if they cannot be compared; the message says why
   */
  public static void checkComparable(String one, RunInfo of, String other, RunInfo with) {
    checkComparable(one, of);
    checkComparable(other, with);
    List<String> differences = new ArrayList<>();
    Set<String> parts = new LinkedHashSet<>(of.shape().keySet());
    parts.addAll(with.shape().keySet());
    for (String part : parts) {
      String here = value(of.shape(), part);
      String there = value(with.shape(), part);
      if (!here.equals(there)) {
        differences.add(part + " is \"" + here + "\" there and \"" + there + "\" here");
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          one
              + " and "
              + other
              + " are not of the same plan: "
              + String.join("; ", differences)
              + "; compare runs of one plan at one size only");
    }
  }

  private static void checkComparable(String name, RunInfo info) {
    Optional<String> why = OwnFigures.why(info);
    if (why.isPresent()) {
      throw new IllegalArgumentException(
          name
              + " "
              + why.get()
              + "; compare and save runs that followed the profile of their plan with one service"
              + " only");
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
