package dev.onrush.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Series;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an interval log: the first file, and what follows it from the coarsest level that has it,
 * so that each interval is read once, alone or in a sum.
 */
final class LogReader {

  /** What is written; raised when a reader of the older form would misread the newer one. */
  static final String SCHEMA = "onrush-intervals/3";

  /** In 2, each line names its series, and has HdrHistogram's own encoding. */
  private static final Set<String> READABLE = Set.of("onrush-intervals/2", SCHEMA);

  /** Takes intervals in order. */
  interface Intervals {

    /** One interval, or the sum of so many. */
    void take(Interval interval, long count);
  }

  private final Intervals intervals;

  /** How many intervals have been handed over. */
  private long read;

  private LogReader(Intervals intervals) {
    this.intervals = intervals;
  }

  static RunInfo info(Path folder) {
    try (BufferedReader reader = open(folder)) {
      return RunJson.info(header(folder, reader));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Hands over all lines after the first.
   *
   * @param events takes what is no interval, in order
   */
  static void read(Path folder, Consumer<JsonNode> events, Intervals intervals) {
    try {
      new LogReader(intervals).read(folder, events);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private void read(Path folder, Consumer<JsonNode> events) throws IOException {
    try (BufferedReader reader = open(folder)) {
      JsonNode unused = header(folder, reader);
      Map<Integer, Series> series = new HashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = parse(line);
        if (node.has("series")) {
          intervals.take(RunJson.interval(node, series), 1);
          read++;
        } else {
          events.accept(node);
        }
      }
    }
    List<List<Path>> levels = LogFile.levels(folder);
    for (int i = 0; i < levels.size(); i++) {
      level(levels.get(i), i == levels.size() - 1);
    }
  }

  /**
   * Reads what a level has beyond the coarser ones. Where a line is missing, a finer level has its
   * time; only of the finest what is missing is lost.
   */
  private void level(List<Path> files, boolean finest) throws IOException {
    for (Path file : files) {
      Map<Integer, Series> series = new HashMap<>();
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          JsonNode node = parse(line);
          if (!node.has("series")) {
            continue; // at which the run was killed
          }
          long first = node.required("first").asLong();
          long count = node.required("count").asLong();
          Interval interval = RunJson.interval(node, series);
          if (first > read && !finest) {
            return;
          }
          if (first >= read) {
            intervals.take(interval, count);
            read = first + count;
          }
        }
      }
    }
  }

  private static BufferedReader open(Path folder) throws IOException {
    Path file = folder.resolve(IntervalLog.FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "folder was "
              + folder
              + "; a run's folder has a file "
              + IntervalLog.FILE
              + ", and it has none");
    }
    return Files.newBufferedReader(file);
  }

  private static JsonNode header(Path folder, BufferedReader reader) throws IOException {
    JsonNode header = parse(reader.readLine());
    if (!READABLE.contains(header.path("schema").asText())) {
      throw new IllegalArgumentException(
          folder.resolve(IntervalLog.FILE)
              + " does not begin with \""
              + SCHEMA
              + "\"; it is no interval log of this version");
    }
    return header.required("run");
  }

  private static UncheckedIOException unreadable(Path folder, IOException e) {
    return new UncheckedIOException(
        folder.resolve(IntervalLog.FILE) + ", or a file that continues it, cannot be read", e);
  }

  /** A line that was cut short is none. */
  private static JsonNode parse(@Nullable String line) {
    try {
      return line == null ? RunJson.MAPPER.nullNode() : RunJson.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return RunJson.MAPPER.nullNode();
    }
  }
}
