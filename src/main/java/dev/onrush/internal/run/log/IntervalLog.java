package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.IntervalSum;
import dev.onrush.internal.run.log.json.LoadJson;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Intervention;
import dev.onrush.result.RunEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The log that a run writes while it is in progress: a line for the description at the start, a
 * line for each interval, and a line for the end. Each complete line is passed to the operating
 * system at once, so that a killed run loses at most the line that is being written.
 *
 * <p>The size of the log is bounded. When the first file is full, the following intervals are kept
 * at several levels in additional files. Level 0 contains one interval per line, and each further
 * level contains sums of 16 lines of the previous level. Each level is a sequence of files, the
 * oldest of which is deleted when there are too many. By then the next level contains the sums for
 * its time, so that no count is ever lost. Nothing is written twice.
 *
 * <p>Data that cannot be written, for example on a full disk, waits for the next write. Waiting
 * intervals are kept as their sum, which becomes a single line; in a capacity search they are kept
 * one by one. Nothing is lost if there is room again before the end.
 */
public final class IntervalLog implements AutoCloseable {

  /** The name of the first file in a run's folder. */
  public static final String FILE = LogFile.NAME;

  /** The number of lines of a level that are summed to one line of the next level. */
  static final int FAN = 16;

  /**
   * In a capacity search, at most this many lines wait one by one; further intervals wait as their
   * sum.
   */
  static final int MOST_WAITING = 600;

  /**
   * The maximum sizes of the files, in bytes.
   *
   * @param first limit of the first file, which contains the start of the run and is never deleted
   * @param part limit of each file of a level
   * @param level limit of all files of a level, without the file that is being written
   */
  record Limits(long first, long part, long level) {

    /** For 200 requests, 24 hours take less than 200 MB. */
    static final Limits DEFAULT = new Limits(32_000_000, 8_000_000, 32_000_000);

    /**
     * No limits for a capacity search, which ends before its log is large, and whose result is
     * derived from its seconds.
     */
    static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** The limits for the given run. */
    static Limits of(RunInfo info) {
      return info.search().isPresent() ? NONE : DEFAULT;
    }
  }

  private final Path folder;
  private final Limits limits;
  private final LogFile first;
  private final List<LevelFiles> levels = new ArrayList<>();

  /** Lines of the first file that have not been written yet, in order. */
  private final Deque<Line> lines = new ArrayDeque<>();

  /** The latest intervals that have not been written yet. They follow the waiting lines. */
  private final IntervalSum waiting = new IntervalSum();

  private long intervals;
  private Duration length = Duration.ZERO;

  private interface Line {
    void to(LogFile file) throws IOException;
  }

  private IntervalLog(Path folder, Limits limits, LogFile first) {
    this.folder = folder;
    this.limits = limits;
    this.first = first;
  }

  public static IntervalLog create(Path folder, RunInfo info) throws IOException {
    return create(folder, info, Limits.of(info));
  }

  public static IntervalLog create(Path folder, RunInfo info, Limits limits) throws IOException {
    LogFile first = LogFile.create(folder.resolve(FILE));
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("schema", LogReader.SCHEMA);
    header.set("run", RunJson.of(info));
    first.line(header);
    return new IntervalLog(folder, limits, first);
  }

  public void add(Interval interval) throws IOException {
    keepApart();
    length = interval.end();
    intervals++;
    waiting.add(interval);
    write();
  }

  /**
   * In a capacity search, moves the waiting intervals to a separate line before new data is added.
   */
  private void keepApart() {
    int count = waiting.intervals();
    if (count > 0 && limits.equals(Limits.NONE) && lines.size() < MOST_WAITING) {
      long number = intervals - count;
      Interval kept = waiting.take();
      lines.add(file -> file.line(kept, number, count));
    }
  }

  /** Writes the waiting data. */
  private void write() throws IOException {
    // Events are written before a sum of intervals, because a sum is read with the load as it was
    // changed by its end.
    while (!lines.isEmpty()) {
      lines.getFirst().to(first);
      lines.removeFirst();
    }
    int count = waiting.intervals();
    if (count == 0) {
      return;
    }
    long number = intervals - count;
    if (levels.isEmpty() && first.size() < limits.first) {
      first.line(waiting.sum(), number, count);
      waiting.clear();
    } else {
      level(0, number).line(waiting.sum(), number, count);
      waiting.clear();
      sumUp(0);
    }
  }

  /**
   * Writes the sum of the latest lines of a level to the next level, once there are enough of them.
   */
  private void sumUp(int index) throws IOException {
    if (levels.get(index).sumUp(FAN, number -> level(index + 1, number))) {
      sumUp(index + 1);
    }
  }

  /**
   * Returns a level. If the level is new, its first line starts with the interval of this number.
   */
  private LevelFiles level(int index, long number) {
    if (index == levels.size()) {
      levels.add(new LevelFiles(folder, index, number, limits.part, limits.level));
    }
    return levels.get(index);
  }

  public void add(Intervention intervention) throws IOException {
    event("intervention", RunJson.of(intervention));
  }

  public void add(ProfileSegment segment) throws IOException {
    event("leg", LoadJson.of(segment));
  }

  private void event(String name, JsonNode event) throws IOException {
    keepApart();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set(name, event);
    lines.add(file -> file.line(node));
    write();
  }

  public void end(RunRecord result) throws IOException {
    end(RunJson.of(result));
  }

  /**
   * Writes the end of a run that has not been judged. Its readers judge it.
   *
   * @param endOfLoad when the load was ended; empty if it was not ended early
   */
  public void end(RunEnd ending, Optional<Duration> endOfLoad, List<String> notes)
      throws IOException {
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.put("how", ending.how().name()).put("detail", ending.detail());
    endOfLoad.ifPresent(at -> last.put("endOfLoad", at.toMillis()));
    notes.forEach(last.putArray("notes")::add);
    end(last);
  }

  /**
   * Writes the last line. It contains the number and length of all intervals, so that a reader
   * notices what is missing at the end.
   */
  private void end(ObjectNode ending) throws IOException {
    ending.put("intervals", intervals).put("length", length.toMillis());
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.set("ending", ending);
    write();
    first.line(last);
  }

  @Override
  public void close() throws IOException {
    IOException failed = null;
    try {
      first.close();
    } catch (IOException e) {
      failed = e;
    }
    for (LevelFiles level : levels) {
      try {
        level.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /**
   * Reads the result of a run from its folder, as far as it was written. The figures are the same
   * as at the end of the run. If the run was killed, the result covers the time up to the last
   * interval, with the verdict INVALID. A log with a hole is INVALID too, and the notes say what is
   * missing. If the run was too long for every second to be kept, rows and charts are coarser, and
   * the notes say where.
   *
   * @throws IllegalArgumentException if there is no interval log, or it has a different format
   * @throws UncheckedIOException if the log cannot be read
   */
  public static RunRecord read(Path folder) {
    return RunReplay.of(folder);
  }

  /**
   * Whether the log of a run has its last line.
   *
   * @throws IOException if the log cannot be read
   */
  public static boolean hasEnd(Path folder) throws IOException {
    String ending = "{\"ending\":";
    return LogFile.lastLine(folder.resolve(FILE), ending.length()).equals(ending);
  }

  /**
   * Updates the time returned by {@link #lastWritten} to show that the run goes on while its log
   * cannot be written.
   *
   * @throws IOException if that fails
   */
  public static void touch(Path folder) throws IOException {
    LogFile.touch(folder);
  }

  /**
   * The time at which a run last wrote to its log, or tried to. All files are checked, because the
   * first file no longer changes while levels are written.
   *
   * @throws IOException if the time cannot be read
   */
  public static Instant lastWritten(Path folder) throws IOException {
    Instant last = Instant.MIN;
    for (Path file : LogFile.all(folder)) {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      last = written.isAfter(last) ? written : last;
    }
    return last;
  }

  /**
   * Reads the description of a run at its start from its folder.
   *
   * @throws IllegalArgumentException if there is no interval log, or it has a different format
   * @throws UncheckedIOException if the log cannot be read
   */
  public static RunInfo info(Path folder) {
    return LogReader.info(folder);
  }

  /**
   * Reads a run's intervals in order, one at a time, as far as they were written and can be read;
   * {@link #read} says whether they are complete. If the run was too long for every second to be
   * kept, some intervals are sums of many.
   *
   * @throws IllegalArgumentException if there is no interval log, or it has a different format
   * @throws UncheckedIOException if the log cannot be read
   */
  public static void forEach(Path folder, Consumer<Interval> reader) {
    LogDamage unused = scan(folder, (interval, count) -> reader.accept(interval));
  }

  /**
   * Reads a run's intervals, each with the number of intervals of which it is the sum; returns the
   * damage of the log.
   */
  static LogDamage scan(Path folder, LogReader.Intervals reader) {
    return LogReader.read(folder, event -> {}, reader);
  }

  /** Deletes the log in a folder, if there is one. */
  static void delete(Path folder) throws IOException {
    for (Path file : LogFile.all(folder)) {
      boolean unused = Files.deleteIfExists(file);
    }
    boolean unused = Files.deleteIfExists(LogFile.parts(folder));
  }

  /**
   * Copies the log of one run's folder to another folder.
   *
   * @throws IOException if that fails
   */
  static void copy(Path from, Path to) throws IOException {
    for (Path file : LogFile.all(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(LogFile.folder(copy));
      Files.copy(file, copy);
    }
  }
}
