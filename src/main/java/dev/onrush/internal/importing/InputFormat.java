package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.LineReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be imported. */
public enum InputFormat {
  /** The access log of Apache or nginx, common or combined. */
  COMBINED,
  /** The access log of an Application Load Balancer of AWS. */
  ALB,
  /** A log with a JSON object in each line. */
  JSON,
  /** Traces in OTLP as JSON. */
  OTLP,
  /** What a browser or a proxy has recorded. */
  HAR,
  /** The description of an API. */
  OPENAPI;

  /** By which a format is recognised: lines, and characters of them. */
  private static final int LINES = 100;

  private static final int CHARACTERS = 1 << 16;

  private static final Pattern OPENAPI_BEGIN =
      Pattern.compile(
          "(?s).*(?:\"(?:openapi|swagger)\"\\s*:|(?:^|\\n)[\"']?(?:openapi|swagger)[\"']?\\s*:).*");
  private static final Pattern HAR_BEGIN = Pattern.compile("(?s)\\s*\\{\\s*\"log\"\\s*:\\s*\\{.*");

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
          file + " is empty; write the name of a log, a HAR file, or an OpenAPI document");
    }
    String head = String.join("\n", lines);
    if (head.contains("\"resourceSpans\"")) {
      return OTLP;
    }
    if (HAR_BEGIN.matcher(head).matches()) {
      return HAR;
    }
    for (InputFormat format : List.of(COMBINED, ALB, JSON)) {
      LineFormat reader = format.lines(Map.of()).orElseThrow();
      if (lines.stream().anyMatch(line -> reader.read(line, entry -> {}))) {
        return format;
      }
    }
    if (OPENAPI_BEGIN.matcher(head).matches()) {
      return OPENAPI;
    }
    if (lines.stream().allMatch(line -> line.startsWith("{"))) {
      return JSON; // with fields of other names
    }
    throw new IllegalArgumentException(
        file
            + " has none of the formats combined, alb, json, otlp, har and openapi in its first lines; if it has,"
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
   * The reader of its lines; empty if it is no log.
   *
   * @param fields names of fields of JSON lines
   */
  Optional<LineFormat> lines(Map<String, String> fields) {
    return switch (this) {
      case COMBINED -> Optional.of(LineFormats.combined());
      case ALB -> Optional.of(LineFormats.alb());
      case JSON -> Optional.of(LineFormats.jsonLines(fields));
      case OTLP -> Optional.of(LineFormats.otlp());
      case HAR, OPENAPI -> Optional.empty();
    };
  }
}
