package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.IntervalSum;
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
 * The file that a run writes while it goes: a line for what is known at its begin, a line for each
 * interval, a line for its end. Each line is handed to the operating system when it is complete, so
 * a run that is killed leaves all of them but the one at work.
 *
 * <p>Its size is bounded. When the file is full, what follows is kept at several levels beside it:
 * level 0 has an interval a line, and each further level sums of 16 lines of the one before. Each
 * level is a row of files, the oldest of which is deleted when there are too many; by then the next
 * level has its time, summed, so that no count is ever lost. Nothing is written twice.
 *
 * <p>What cannot be written, as on a full disk, waits for the next write: intervals as their sum,
 * which is one line then, or, of a search, one by one. So nothing is lost if there is room again
 * before the end.
 */
public final class IntervalLog implements AutoCloseable {

  /** Its name within a run's folder. */
  public static final String FILE = LogFile.NAME;

  /** How many lines of a level make one of the next. */
  static final int FAN = 16;

  /** So many lines of a search wait one by one at most; further intervals wait as their sum. */
  static final int MOST_WAITING = 600;

  /**
   * How large it may become, in bytes.
   *
   * @param first the first file, which has the run's begin, is never deleted
   * @param part a file of a level
   * @param level all files of a level, but for one
   */
  record Limits(long first, long part, long level) {

    /** For 200 requests, 24 hours take less than 200 MB. */
    static final Limits DEFAULT = new Limits(32_000_000, 8_000_000, 32_000_000);

    /** A search is over before it is large, and what it found is in its seconds. */
    static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** Those of a run. */
    static Limits of(RunInfo info) {
      return info.search().isPresent() ? NONE : DEFAULT;
    }
  }

  private final Path folder;
  private final Limits limits;
  private final LogFile first;
  private final List<LevelFiles> levels = new ArrayList<>();

  /** Lines of the first file that are not written yet, in order. */
  private final Deque<Line> lines = new ArrayDeque<>();

  /** The latest intervals, as far as they are not written yet. They come after those lines. */
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

  /** What waits in a search stays a line of its own, before what is to come now. */
  private void keepApart() {
    int count = waiting.intervals();
    if (count > 0 && limits.equals(Limits.NONE) && lines.size() < MOST_WAITING) {
      long number = intervals - count;
      Interval kept = waiting.take();
      lines.add(file -> file.line(kept, number, count));
    }
  }

  /** Writes what waits. */
  private void write() throws IOException {
    // Events come before a sum of intervals, as those are read with what was done by then.
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

  /** Writes the sum of a level's latest lines to the next level, once there are enough. */
  private void sumUp(int index) throws IOException {
    if (levels.get(index).sumUp(FAN, number -> level(index + 1, number))) {
      sumUp(index + 1);
    }
  }

  /** A level; the first line of a new one begins with this interval. */
  private LevelFiles level(int index, long number) {
    if (index == levels.size()) {
      levels.add(new LevelFiles(folder, index, number, limits.part, limits.level));
    }
    return levels.get(index);
  }

  public void add(Intervention intervention) throws IOException {
    event("intervention", RunJson.of(intervention));
  }

  public void add(ProfileSegment leg) throws IOException {
    event("leg", LoadJson.of(leg));
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
   * An end that nobody has judged: whoever reads it does.
   *
   * @param endOfLoad when the load was ended; empty if it was not
   */
  public void end(RunEnd ending, Optional<Duration> endOfLoad, List<String> notes)
      throws IOException {
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.put("how", ending.how().name()).put("detail", ending.detail());
    endOfLoad.ifPresent(at -> last.put("endOfLoad", at.toMillis()));
    notes.forEach(last.putArray("notes")::add);
    end(last);
  }

  /** It says how much there was before, so that a reader knows what is missing at the end. */
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
   * The result of a run from its folder, as far as it was written: the same figures as at its end,
   * or, of a run that was killed, those up to its last interval, with the verdict INVALID. A log
   * that has a hole is INVALID too, and the notes say what is missing. Of a run that was too long
   * for each of its seconds to be kept, rows and charts are coarser, and its notes say where.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static RunRecord read(Path folder) {
    return RunReplay.of(folder);
  }

  /**
   * Whether the log of a run has its last line.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean hasEnd(Path folder) throws IOException {
    String ending = "{\"ending\":";
    return LogFile.lastLine(folder.resolve(FILE), ending.length()).equals(ending);
  }

  /**
   * Says that the run goes on while its log cannot be written to, as {@link #lastWritten} has it.
   *
   * @throws IOException if that cannot be said either
   */
  public static void touch(Path folder) throws IOException {
    LogFile.touch(folder);
  }

  /**
   * When a run last wrote to its log, or tried to. While its levels are written, the first file
   * stays as it is.
   *
   * @throws IOException if that cannot be read
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
   * What was known of a run when it began, from its folder.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static RunInfo info(Path folder) {
    return LogReader.info(folder);
  }

  /**
   * Hands over a run's intervals in order, one at a time, as far as they were written and can be
   * read; {@link #read} says whether that is all. Of a run that was too long for each of its
   * seconds to be kept, some are sums of many.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static void forEach(Path folder, Consumer<Interval> reader) {
    LogDamage unused = scan(folder, (interval, count) -> reader.accept(interval));
  }

  /** The same with how many each is the sum of; says what is wrong with the log. */
  static LogDamage scan(Path folder, LogReader.Intervals reader) {
    return LogReader.read(folder, event -> {}, reader);
  }

  /** Deletes the log of a folder, as far as there is one. */
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
