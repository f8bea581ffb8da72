package dev.onrush.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of an interval log. Each can be read by itself: the first line that has a series says
 * what it is, and gives it a number, by which the lines that follow call it.
 */
final class LogFile implements AutoCloseable {

  /** Beside the first file; only of a run that was long. */
  private static final String FOLDER = "intervals";

  private static final Pattern PART = Pattern.compile("level-(\\d+)-(\\d+)\\.jsonl");
  private static final byte[] END = {'\n'};

  private final Path path;
  private final OutputStream out;
  private final Map<Series, Integer> numbers = new HashMap<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long size;

  private LogFile(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /** A new file, in the place of any that is there. */
  static LogFile create(Path path) throws IOException {
    Files.createDirectories(folder(path));
    return new LogFile(path, Files.newOutputStream(path));
  }

  static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  /** A level's file of this number. */
  static Path part(Path folder, int level, int number) {
    return folder
        .resolve(FOLDER)
        .resolve(String.format(Locale.ROOT, "level-%d-%05d.jsonl", level, number));
  }

  /** The files of each level by their number, those of the coarsest level first. */
  static List<List<Path>> levels(Path folder) throws IOException {
    Path parts = folder.resolve(FOLDER);
    if (!Files.isDirectory(parts)) {
      return List.of();
    }
    TreeMap<Integer, TreeMap<Integer, Path>> levels = new TreeMap<>();
    try (Stream<Path> files = Files.list(parts)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = PART.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          levels
              .computeIfAbsent(Integer.valueOf(name.group(1)), l -> new TreeMap<>())
              .put(Integer.valueOf(name.group(2)), file);
        }
      }
    }
    return levels.descendingMap().values().stream()
        .map(level -> List.copyOf(level.values()))
        .toList();
  }

  /** All files of a log. */
  static List<Path> all(Path folder) throws IOException {
    List<Path> all = new ArrayList<>(List.of(folder.resolve(IntervalLog.FILE)));
    levels(folder).forEach(all::addAll);
    return all;
  }

  Path path() {
    return path;
  }

  /** In bytes. */
  long size() {
    return size;
  }

  void line(ObjectNode node) throws IOException {
    write(RunJson.MAPPER.writeValueAsString(node).getBytes(StandardCharsets.UTF_8));
    write(END);
  }

  /** The interval that follows all that are in the file. */
  void line(Interval interval) throws IOException {
    line(json -> RunJson.write(json, interval, numbers));
  }

  /**
   * The sum of some intervals.
   *
   * @param number of the first, from 0 on
   */
  void line(Interval interval, long number, long count) throws IOException {
    line(
        json -> {
          json.writeNumberField("first", number);
          json.writeNumberField("count", count);
          RunJson.write(json, interval, numbers);
        });
  }

  private interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private void line(Fields fields) throws IOException {
    line.reset();
    try (JsonGenerator json = RunJson.MAPPER.createGenerator(line)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    }
    line.write('\n');
    line.writeTo(out);
    size += line.size();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    size += bytes.length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
