package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.LevelSelection.Place;
import dev.onrush.internal.run.log.LogDamage.Gap;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an interval log: the first file, and what follows it from the finest level that has it, so
 * that each interval is read once, alone or in a sum. What is missing is found by the numbers of
 * lines and intervals, and by their times: an interval begins where the one before it ends.
 */
final class LogReader {

  /** What is written; raised when a reader of the older form would misread the newer one. */
  static final String SCHEMA = "onrush-intervals/4";

  /**
   * In 3, lines have neither numbers nor checksums. In 2, each line names its series as well, and
   * has HdrHistogram's own encoding.
   */
  private static final Set<String> WITHOUT_CHECKSUMS =
      Set.of("onrush-intervals/2", "onrush-intervals/3");

  /** Takes intervals in order. */
  interface Intervals {

    /** One interval, or the sum of so many. */
    void take(Interval interval, long count);
  }

  private final Path folder;
  private final Intervals intervals;

  /** In the order in which they are found, each once. */
  private final Set<String> findings = new LinkedHashSet<>();

  private final List<Gap> gaps = new ArrayList<>();

  /** Whether lines have numbers and checksums. */
  private boolean checked;

  /** How many intervals have been handed over, or are missing. */
  private long read;

  /** The end of the last of them. */
  private Duration end = Duration.ZERO;

  private LogReader(Path folder, Intervals intervals) {
    this.folder = folder;
    this.intervals = intervals;
  }

  static RunInfo info(Path folder) {
    try (LogLines lines = open(folder)) {
      return RunJson.info(header(folder, lines).required("run"));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * When the load of a run was ended; empty if it was not, or the log does not have its end as it
   * was written.
   */
  static Optional<Duration> endOfLoad(Path folder) {
    try {
      byte[] last =
          LogFile.lastLine(folder.resolve(LogFile.NAME), Integer.MAX_VALUE)
              .getBytes(StandardCharsets.UTF_8);
      return LogFile.isIntact(last)
          ? RunJson.endOfLoad(LogLines.parse(last).path("ending"))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Hands over all lines after the first that are as they were written.
   *
   * @param events takes what is no interval, in order
   * @return what is wrong with the log
   */
  static LogDamage read(Path folder, Consumer<JsonNode> events, Intervals intervals) {
    try {
      return new LogReader(folder, intervals).read(events);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private LogDamage read(Consumer<JsonNode> events) throws IOException {
    boolean whole;
    @Nullable JsonNode ending = null;
    try (LogLines lines = open(folder)) {
      checked = SCHEMA.equals(header(folder, lines).path("schema").asText());
      for (LogLines.Line line = lines.next(); line != null; line = lines.next()) {
        if (line.interval() != null) {
          take(line, LogFile.NAME);
        } else {
          events.accept(line.node());
          ending = line.node().has("ending") ? line.node().get("ending") : ending;
        }
      }
      whole = !lines.isMissingSome();
      lines.findings().forEach(finding -> findings.add(LogFile.NAME + " " + finding));
    }
    levels();
    if (ending != null && ending.path("intervals").asLong(read) > read) {
      missing(
          ending.get("intervals").asLong(),
          Duration.ofMillis(ending.path("length").asLong(end.toMillis())));
    }
    return new LogDamage(List.copyOf(findings), gaps, !whole || !gaps.isEmpty());
  }

  /**
   * Reads what follows the first file. It is read twice: a line that is damaged decides what is
   * read of the time before it, which is too long to be kept until then.
   */
  private void levels() throws IOException {
    List<List<Path>> files = LogFile.levels(folder);
    List<List<Place>> places = new ArrayList<>();
    for (List<Path> level : files) {
      places.add(places(places.size(), level));
    }
    List<LogLevel> levels = new ArrayList<>();
    try {
      for (List<Path> level : files) {
        levels.add(new LogLevel(folder, level, checked));
      }
      for (Place place : LevelSelection.of(places)) {
        LogLevel level = levels.get(place.level());
        level.skipTo(place.first());
        LogLines.Line line = level.line();
        if (line != null && line.first() == place.first()) {
          String file = level.name();
          take(level.take(), file);
        }
      }
    } finally {
      for (LogLevel level : levels) {
        level.close();
      }
    }
  }

  /** The lines of a level that can be read, from what the first file does not have. */
  private List<Place> places(int index, List<Path> files) throws IOException {
    List<Place> places = new ArrayList<>();
    try (LogLevel level = new LogLevel(folder, files, checked)) {
      long next = read;
      for (level.skipTo(next); level.line() != null; level.skipTo(next)) {
        LogLines.Line line = level.take();
        next = line.first() + line.count();
        places.add(new Place(index, line.first(), next));
      }
      findings.addAll(level.findings());
    }
    return places;
  }

  private void take(LogLines.Line line, String file) {
    Interval interval = Objects.requireNonNull(line.interval());
    long first = line.first() < 0 ? read : line.first();
    if (interval.start().compareTo(end) < 0 || first < read) {
      findings.add(file + " line " + line.number() + " repeats a time that was there before");
      return;
    }
    // Of an older log the number is a count of what is there, which a missing line changes.
    if ((checked && first > read) || interval.start().compareTo(end) > 0) {
      missing(first, interval.start());
    }
    intervals.take(interval, line.count());
    read = first + line.count();
    end = interval.end();
  }

  /** Nothing is there until this interval, which begins at this time. */
  private void missing(long until, Duration time) {
    gaps.add(new Gap(end, time));
    read = until;
    end = time;
  }

  private static LogLines open(Path folder) throws IOException {
    Path file = folder.resolve(LogFile.NAME);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "folder was "
              + folder
              + "; a run's folder has a file "
              + LogFile.NAME
              + ", and it has none");
    }
    return LogLines.open(file);
  }

  private static JsonNode header(Path folder, LogLines lines) throws IOException {
    byte[] line = lines.nextBytes();
    JsonNode header = LogLines.parse(line);
    String schema = header.path("schema").asText();
    if (!SCHEMA.equals(schema) && !WITHOUT_CHECKSUMS.contains(schema)) {
      throw new IllegalArgumentException(
          folder.resolve(LogFile.NAME)
              + " does not begin with \""
              + SCHEMA
              + "\"; it is no interval log of this version, or its first line, without which"
              + " nothing of it can be read, is missing or damaged");
    }
    boolean checksums = SCHEMA.equals(schema);
    if (checksums && (line == null || !LogFile.isIntact(line))) {
      throw new IllegalArgumentException(
          folder.resolve(LogFile.NAME)
              + " was altered in its first line, which says what the run was; without it nothing"
              + " of it can be read");
    }
    lines.expect(2, checksums);
    return header;
  }

  private static UncheckedIOException unreadable(Path folder, IOException e) {
    return new UncheckedIOException(
        folder.resolve(LogFile.NAME)
            + ", or a file that continues it, cannot be read: "
            + FailureText.of(e),
        e);
  }
}
