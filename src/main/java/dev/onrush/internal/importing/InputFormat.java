package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.file.LineReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be imported. */
public enum InputFormat {
  /** The access log of Apache or nginx, common or combined. */
  COMBINED,
  /** The access log of an Application Load Balancer of AWS. */
  ALB,
  /** A log with a JSON object in each line. */
  JSON,
  /** Traces in OTLP as JSON. */
  OTLP;

  /** By which a format is recognised: lines, and characters of them. */
  private static final int LINES = 100;

  private static final int CHARACTERS = 1 << 16;

  /**
   * The format of a file, by its content.
   *
   * @throws IllegalArgumentException if it is none of them
   * @throws IOException if it cannot be read
   */
  static InputFormat of(Path file) throws IOException {
    List<String> lines = head(file);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          file + " is empty; write the name of an access log, or of traces");
    }
    String head = String.join("\n", lines);
    if (head.contains("\"resourceSpans\"")) {
      return OTLP;
    }
    for (InputFormat format : List.of(COMBINED, ALB, JSON)) {
      LineFormat reader = format.lines(Map.of());
      if (lines.stream().anyMatch(line -> reader.read(line, entry -> {}))) {
        return format;
      }
    }
    if (lines.stream().allMatch(line -> line.startsWith("{"))) {
      return JSON; // with fields of other names
    }
    throw new IllegalArgumentException(
        file
            + " has none of the formats combined, alb, json and otlp in its first lines; if it has,"
            + " name it: --format combined");
  }

  private static List<String> head(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    int characters = 0;
    try (LineReader reader = LineReader.open(file)) {
      Optional<String> line = reader.next();
      while (line.isPresent() && lines.size() < LINES && characters < CHARACTERS) {
        if (!line.get().isBlank()) {
          lines.add(line.get());
          characters += line.get().length();
        }
        line = reader.next();
      }
    }
    return lines;
  }

  /**
   * The reader of its lines.
   *
   * @param fields names of fields of JSON lines
   */
  LineFormat lines(Map<String, String> fields) {
    return switch (this) {
      case COMBINED -> LineFormats.combined();
      case ALB -> LineFormats.alb();
      case JSON -> LineFormats.jsonLines(fields);
      case OTLP -> LineFormats.otlp();
    };
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
