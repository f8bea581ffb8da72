package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.LevelSelection.Place;
import dev.onrush.internal.run.log.LogDamage.Gap;
import dev.onrush.internal.run.log.json.RunJson;
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
 * Reads an interval log: the first file, and then for each period the finest level that contains
 * it, so that each interval is read once, alone or in a sum. Missing data is detected by the
 * numbers of lines and intervals, and by their times: an interval starts when the previous one
 * ends.
 */
final class LogReader {

  /**
   * The schema that is written. Its number is increased when a reader of the previous schema would
   * misread the new one.
   */
  static final String SCHEMA = "onrush-intervals/4";

  /**
   * Older schemas that can be read. In 3, lines contain neither numbers nor checksums. In 2, in
   * addition, each line contains the names of its series, and HdrHistogram's own encoding.
   */
  private static final Set<String> WITHOUT_CHECKSUMS =
      Set.of("onrush-intervals/2", "onrush-intervals/3");

  /** Receives intervals in order. */
  interface Intervals {

    /** Receives one interval, or the sum of {@code count} intervals. */
    void take(Interval interval, long count);
  }

  private final Path folder;
  private final Intervals intervals;

  /** The damage, each once, in the order in which it was found. */
  private final Set<String> findings = new LinkedHashSet<>();

  private final List<Gap> gaps = new ArrayList<>();

  /** Whether lines contain numbers and checksums. */
  private boolean checked;

  /** The number of intervals that have been handed over or are missing. */
  private long read;

  /** The end of the last of these intervals. */
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
   * Returns when the load of a run was ended; empty if it was not, or if the last line of the log
   * is missing or altered.
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
   * Reads all intact lines after the first.
   *
   * @param events receives the lines that are not intervals, in order
   * @return the damage of the log
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
   * Reads the levels that continue the first file. The files are read twice, because a damaged line
   * affects the selection of lines for the time before it, and that time is too long to be kept in
   * memory.
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

  /** The readable lines of a level that follow the first file. */
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
      findings.add(file + " line " + line.number() + " repeats a time that an earlier line covers");
      return;
    }
    // In an older log the number is a count of the lines that are there, which a missing line
    // changes.
    if ((checked && first > read) || interval.start().compareTo(end) > 0) {
      missing(first, interval.start());
    }
    intervals.take(interval, line.count());
    read = first + line.count();
    end = interval.end();
  }

  /**
   * Records that all data is missing until the interval with this number, which starts at this
   * time.
   */
  private void missing(long until, Duration time) {
    gaps.add(new Gap(end, time));
    read = until;
    end = time;
  }

  private static LogLines open(Path folder) throws IOException {
    Path file = folder.resolve(LogFile.NAME);
    if (!Files.isRegularFile(file)) {
      throw MissingLog.of(folder);
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
              + "\"; it is not an interval log of this version, or its first line, which is needed"
              + " to read the others, is missing or damaged");
    }
    boolean checksums = SCHEMA.equals(schema);
    if (checksums && (line == null || !LogFile.isIntact(line))) {
      throw new IllegalArgumentException(
          folder.resolve(LogFile.NAME)
              + " was altered in its first line, which describes the run; without that line the log"
              + " cannot be read");
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
