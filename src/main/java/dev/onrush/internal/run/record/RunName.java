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
 * The name of a run's folder: {@code SpikeTest-20260131T235959Z}, or {@code
 * SpikeTest-20260131T235959Z-2} for the second run that started in the same second. Names are
 * ordered by time.
 *
 * @param stamp when the run started, to the second, in UTC
 * @param number from 1, among the runs of that second
 */
public record RunName(String simulation, String stamp, int number) implements Comparable<RunName> {

  /**
   * The fact with the full name of the simulation's class; the name of the folder contains only the
   * simple name.
   */
  public static final String CLASS = "class";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)(?:-(\\d{1,6}))?");
  private static final Comparator<RunName> BY_TIME =
      Comparator.comparing(RunName::stamp)
          .thenComparingInt(RunName::number)
          .thenComparing(RunName::simulation);

  /** Returns the name of the first run of a second. */
  public static RunName at(String simulation, Instant begun) {
    return new RunName(simulation, STAMP.format(begun), 1);
  }

  /** Returns the name of the next run of the same second. */
  public RunName next() {
    return new RunName(simulation, stamp, number + 1);
  }

  /** Parses the name of a folder; empty if it is not the name of a run's folder. */
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
