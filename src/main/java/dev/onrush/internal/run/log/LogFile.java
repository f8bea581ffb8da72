package dev.onrush.internal.run.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.run.log.json.IntervalJson;
import dev.onrush.internal.run.log.json.RunJson;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One file of an interval log. Each file can be read on its own: the first line that contains a
 * series describes it and assigns it a number, by which the following lines refer to it. Each line
 * is a JSON object whose last two fields are its own number in the file, from 1, and the CRC-32C
 * (RFC 3720) of all of its bytes before the checksum field: {@code
 * …,"line":7,"crc32c":"0a1b2c3d"}}.
 *
 * <p>A line that cannot be written changes nothing: its written part is cut off before the next
 * line.
 */
final class LogFile implements AutoCloseable {

  /** The first file of a log, in the run's folder. */
  static final String NAME = "intervals.jsonl";

  /** The folder of the level files, next to the first file. Only long runs have it. */
  private static final String FOLDER = "intervals";

  private static final Pattern PART = Pattern.compile("level-(\\d+)-(\\d+)\\.jsonl");
  private static final String CHECKSUM = ",\"crc32c\":\"";
  private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + 2;

  private final Path path;
  private final Map<Series, Integer> numbers = new HashMap<>();
  private final Line line = new Line();
  private OutputStream out;
  private long lines;
  private long size;

  /** Whether a write has failed, so that part of a line may follow the last complete line. */
  private boolean torn;

  private LogFile(Path path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  /** Creates a file in an existing folder, replacing any existing file. */
  static LogFile create(Path path) throws IOException {
    return new LogFile(path, Files.newOutputStream(path));
  }

  /**
   * Creates a file of a level. Creates the folder of the level files, but never the run's folder:
   * if that was deleted, the call fails.
   */
  static LogFile create(Path folder, int level, int number) throws IOException {
    if (!Files.isDirectory(parts(folder))) {
      Files.createDirectory(parts(folder));
    }
    return create(part(folder, level, number));
  }

  /**
   * Reads the last line, if it is complete; returns an empty text if there is none.
   *
   * @param most the maximum number of bytes to return, from the start of the line
   */
  static String lastLine(Path file, int most) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      long end = bytes.size() - 1;
      if (end < 0 || read(bytes, end, 1)[0] != '\n') {
        return "";
      }
      long begin = end;
      while (begin > 0) {
        int length = (int) Math.min(8_192, begin);
        byte[] block = read(bytes, begin - length, length);
        int at = length - 1;
        while (at >= 0 && block[at] != '\n') {
          at--;
        }
        begin -= length - 1 - at;
        if (at >= 0) {
          break;
        }
      }
      byte[] line = read(bytes, begin, (int) Math.min(end - begin, most));
      return new String(line, StandardCharsets.UTF_8);
    }
  }

  private static byte[] read(SeekableByteChannel from, long position, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    from.position(position);
    new DataInputStream(Channels.newInputStream(from)).readFully(bytes);
    return bytes;
  }

  static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  /** The folder of the level files. */
  static Path parts(Path folder) {
    return folder.resolve(FOLDER);
  }

  /** The path of the level file with this number. */
  static Path part(Path folder, int level, int number) {
    return parts(folder).resolve(String.format(Locale.ROOT, "level-%d-%05d.jsonl", level, number));
  }

  /** The number of a level file; 0 if the file is not one. */
  static int number(Path file) {
    Matcher name = PART.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? Integer.parseInt(name.group(2)) : 0;
  }

  /** The files of each level, ordered by their number; the finest level first. */
  static List<List<Path>> levels(Path folder) throws IOException {
    Path parts = parts(folder);
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
    return levels.values().stream().map(level -> List.copyOf(level.values())).toList();
  }

  /** All files of a log. */
  static List<Path> all(Path folder) throws IOException {
    List<Path> all = new ArrayList<>(List.of(folder.resolve(NAME)));
    levels(folder).forEach(all::addAll);
    return all;
  }

  Path path() {
    return path;
  }

  /** The size in bytes. */
  long size() {
    return size;
  }

  /** Adds a line that does not contain intervals. */
  void line(ObjectNode node) throws IOException {
    line(
        json -> {
          for (Map.Entry<String, JsonNode> field : node.properties()) {
            json.writeFieldName(field.getKey());
            RunJson.MAPPER.writeTree(json, field.getValue());
          }
        });
  }

  /**
   * Adds a line with one interval or the sum of several.
   *
   * @param number the number of the first interval, from 0
   * @param count the number of intervals of which the line is the sum
   */
  void line(Interval interval, long number, long count) throws IOException {
    line(
        json -> {
          json.writeNumberField("first", number);
          if (count > 1) {
            json.writeNumberField("count", count);
          }
          IntervalJson.write(json, interval, numbers);
        });
  }

  private interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private void line(Fields fields) throws IOException {
    int known = numbers.size();
    boolean written = false;
    try {
      if (torn) {
        mend();
      }
      line.reset();
      try (JsonGenerator json = RunJson.MAPPER.createGenerator(line)) {
        json.writeStartObject();
        fields.to(json);
        json.writeNumberField("line", lines + 1);
        json.writeEndObject();
      }
      line.seal();
      line.writeTo(out);
      lines++;
      size += line.size();
      written = true;
    } finally {
      if (!written) {
        torn = true;
        // A series that only this line described must be described again.
        numbers.values().removeIf(number -> number >= known);
      }
    }
  }

  /** Cuts off what a failed write has left after the last complete line. */
  private void mend() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      // data that is missing because of this failure is cut off below
    }
    try (SeekableByteChannel file = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
      file.truncate(size);
    }
    out = Files.newOutputStream(path, StandardOpenOption.APPEND);
    torn = false;
  }

  /**
   * Marks the log in this folder as still in use while nothing can be written.
   *
   * @throws IOException if that fails
   */
  static void touch(Path folder) throws IOException {
    Files.setLastModifiedTime(folder.resolve(NAME), FileTime.from(Instant.now()));
  }

  /** The bytes of a line. */
  private static final class Line extends ByteArrayOutputStream {
    private final CRC32C crc = new CRC32C();

    /** Inserts the checksum before the brace that ends the line. */
    synchronized void seal() {
      count--;
      crc.reset();
      crc.update(buf, 0, count);
      writeBytes(checksum(crc.getValue()).getBytes(StandardCharsets.US_ASCII));
      write('\n');
    }
  }

  private static String checksum(long crc) {
    return CHECKSUM + HexFormat.of().toHexDigits((int) crc) + "\"}";
  }

  /** Whether the line, without its line end, is as it was written. */
  static boolean isIntact(byte[] line) {
    int content = line.length - CHECKSUM_LENGTH;
    if (content < 0) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(line, 0, content);
    byte[] expected = checksum(crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(line, content, line.length, expected, 0, expected.length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
