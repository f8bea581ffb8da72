package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.run.log.json.IntervalJson;
import dev.onrush.internal.run.log.json.RunJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of an interval log line by line, and skips lines that are not as they were
 * written. A last line without a line end was being written when the run was killed, and is not a
 * finding.
 */
final class LogLines implements AutoCloseable {

  /**
   * One line.
   *
   * @param number the number of the line in the file, from 1
   * @param interval the interval in the line; null if the line contains another object
   * @param first the number of the (first) interval, from 0; -1 if an older log does not contain it
   * @param count the number of intervals of which the line is the sum
   */
  record Line(long number, JsonNode node, @Nullable Interval interval, long first, long count) {}

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  private final Map<Integer, Series> series = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private boolean checked;

  /** The number of the next line. */
  private long expected = 1;

  /** The number of altered lines since the last intact line. */
  private long altered;

  private boolean missingSome;
  private boolean lastIsCut;

  private LogLines(InputStream in) {
    this.in = in;
  }

  static LogLines open(Path file) throws IOException {
    return new LogLines(Files.newInputStream(file));
  }

  /**
   * Sets what is known about the following lines.
   *
   * @param first the number of the next line
   * @param withChecksums whether the lines contain numbers and checksums
   */
  void expect(long first, boolean withChecksums) {
    expected = first;
    checked = withChecksums;
  }

  /** The damage found so far; each description starts with the line: {@code line 7 is missing}. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** Whether any line that was written is missing or altered, so far. */
  boolean isMissingSome() {
    return missingSome;
  }

  /** Returns the next intact line; null at the end. */
  @Nullable Line next() throws IOException {
    for (byte[] bytes = nextBytes(); bytes != null; bytes = nextBytes()) {
      JsonNode node = !checked || LogFile.isIntact(bytes) ? parse(bytes) : parse(null);
      if (!node.isObject()) {
        if (!lastIsCut) {
          altered++;
        }
        continue;
      }
      long number = checked ? node.path("line").asLong() : expected + altered;
      if (number < expected) {
        findings.add("line " + number + " is repeated or in the wrong place");
        continue;
      }
      Line line = line(number, node);
      if (line == null) {
        altered++;
        continue;
      }
      lost(number - 1);
      expected = number + 1;
      return line;
    }
    lost(expected + altered - 1);
    return null;
  }

  /**
   * Parses a line; returns null if it cannot be read. An interval cannot be read if its series was
   * described in a line that is missing.
   */
  private @Nullable Line line(long number, JsonNode node) {
    if (!node.has("series")) {
      return new Line(number, node, null, -1, 0);
    }
    try {
      return new Line(
          number,
          node,
          IntervalJson.interval(node, series),
          node.path("first").asLong(-1),
          node.path("count").asLong(1));
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * Records that all lines from the expected line to this line are missing or altered, if there are
   * any.
   */
  private void lost(long last) {
    long many = last - expected + 1;
    if (many > 0) {
      missingSome = true;
      String how =
          altered == 0 ? "missing" : altered == many ? "altered or cut" : "missing, altered or cut";
      findings.add(
          many == 1
              ? "line " + last + " is " + how
              : "lines " + expected + " to " + last + " are " + how);
    } else if (altered > 0) {
      findings.add("has text before line " + (last + 1) + " that is not a line of this log");
    }
    altered = 0;
  }

  /** Reads the bytes of the next line, without its line end; null at the end of the file. */
  byte @Nullable [] nextBytes() throws IOException {
    ByteArrayOutputStream parts = null;
    while (true) {
      if (position == limit) {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        if (limit == 0) {
          lastIsCut = true;
          return parts == null || parts.size() == 0 ? null : parts.toByteArray();
        }
      }
      int start = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      boolean complete = position < limit;
      if (complete && parts == null) {
        return Arrays.copyOfRange(buffer, start, position++);
      }
      parts = parts == null ? new ByteArrayOutputStream() : parts;
      parts.write(buffer, start, position - start);
      if (complete) {
        position++;
        return parts.toByteArray();
      }
    }
  }

  /** Parses a line as JSON; returns a null node if the line was cut, within a character or not. */
  static JsonNode parse(byte @Nullable [] line) {
    if (line == null) {
      return RunJson.MAPPER.nullNode();
    }
    try {
      return RunJson.MAPPER.readTree(line);
    } catch (IOException e) { // the bytes are not valid JSON; no file is read here
      return RunJson.MAPPER.nullNode();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
