package dev.onrush.internal.run.record;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a run's folder: {@code SpikeTest-20260131T235959Z}, and {@code
 * SpikeTest-20260131T235959Z-2} of the second run of that second. They are ordered by time.
 *
 * @param stamp when the run began, to the second, in UTC
 * @param number from 1 among the runs of that second
 */
public record RunName(String simulation, String stamp, int number) implements Comparable<RunName> {

  /**
   * Fact of a run: the full name of the simulation's class, where the folder has only its simple
   * one.
   */
  public static final String CLASS = "class";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)(?:-(\\d{1,6}))?");
  private static final Comparator<RunName> BY_TIME =
      Comparator.comparing(RunName::stamp)
          .thenComparingInt(RunName::number)
          .thenComparing(RunName::simulation);

  /** The first of a second. */
  public static RunName at(String simulation, Instant begun) {
    return new RunName(simulation, STAMP.format(begun), 1);
  }

  /** The next one of the same second. */
  public RunName next() {
    return new RunName(simulation, stamp, number + 1);
  }

  /** What a folder's name says; empty if it is none of a run's. */
  public static Optional<RunName> of(Path folder) {
    Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
    return name.matches()
        ? Optional.of(
            new RunName(
                name.group(1),
                name.group(2),
                name.group(3) == null ? 1 : Integer.parseInt(name.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(RunName other) {
    return BY_TIME.compare(this, other);
  }

  @Override
  public String toString() {
    return simulation + "-" + stamp + (number == 1 ? "" : "-" + number);
  }
}
