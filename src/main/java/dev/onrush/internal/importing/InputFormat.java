package dev.onrush.internal.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.onrush.internal.importing.file.LineReader;
import dev.onrush.internal.importing.file.UnpackedFile;
import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A format of files that can be imported. */
public enum InputFormat {
  /** The access log of Apache or nginx, common or combined. */
  COMBINED,
  /** The access log of an AWS Application Load Balancer. */
  ALB,
  /** A log with a JSON object in each line. */
  JSON,
  /** Traces in OTLP as JSON. */
  OTLP,
  /** Recordings of a browser or a proxy, in HAR. */
  HAR,
  /** A description of a service: OpenAPI 3 or Swagger 2. */
  OPENAPI;

  /** The inputs that a user may name, for messages. */
  static final String INPUTS = "an access log, traces, a HAR or an OpenAPI document";

  /**
   * The number of lines from which a format is recognised. {@code CHARACTERS} is the limit of their
   * total length.
   */
  private static final int LINES = 100;

  private static final int CHARACTERS = 1 << 16;

  /** The number of fields of a JSON object from which a format is recognised. */
  private static final int FIELDS = 100;

  private static final Pattern YAML_OF_OPENAPI =
      Pattern.compile("\ufeff?[\"']?(?:openapi|swagger)[\"']?\\s*:\\s*[\"']?\\d.*");

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Recognises the format of a file from its content.
   *
   * @throws IllegalArgumentException if the file is empty or has an unknown format
   * @throws IOException if the file cannot be read
   */
  static InputFormat of(Path file) throws IOException {
    Optional<InputFormat> document = document(file);
    if (document.isPresent()) {
      return document.get();
    }
    List<String> lines = head(file);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(file + " is empty; write the name of " + INPUTS);
    }
    if (lines.stream().anyMatch(line -> YAML_OF_OPENAPI.matcher(line).matches())) {
      return OPENAPI;
    }
    if (String.join("\n", lines).contains("\"resourceSpans\"")) {
      return OTLP;
    }
    Map<InputFormat, LineFormat> formats = new LinkedHashMap<>();
    formats.put(COMBINED, LineFormats.combined());
    formats.put(ALB, LineFormats.alb());
    formats.put(JSON, LineFormats.jsonLines(Map.of()));
    for (Map.Entry<InputFormat, LineFormat> format : formats.entrySet()) {
      if (lines.stream().anyMatch(line -> format.getValue().read(line, entry -> {}))) {
        return format.getKey();
      }
    }
    if (lines.stream().allMatch(line -> line.startsWith("{"))) {
      return JSON; // its fields may have other names than usual
    }
    throw new IllegalArgumentException(
        file
            + " was not recognised as combined, alb, json, otlp, har or openapi from its first lines; if it has"
            + " one of these formats, name it: --format combined");
  }

  /** The format of a JSON document, recognised from the fields of its object. */
  private static Optional<InputFormat> document(Path file) throws IOException {
    try (UnpackedFile unpacked = UnpackedFile.open(file);
        JsonParser json = FACTORY.createParser(unpacked.content())) {
      JsonToken first = json.nextToken();
      // The document may also be a list of exports.
      if (first == JsonToken.START_ARRAY
          ? json.nextToken() != JsonToken.START_OBJECT
          : first != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (int i = 0; i < FIELDS && json.nextToken() == JsonToken.FIELD_NAME; i++) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("resourceSpans")) {
          return Optional.of(OTLP);
        }
        if ((name.equals("openapi") || name.equals("swagger"))
            && json.currentToken().isScalarValue()) {
          return Optional.of(OPENAPI);
        }
        if (name.equals("log") && hasEntries(json)) {
          return Optional.of(HAR);
        }
        json.skipChildren();
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the object contains a list of entries. Other logs also have objects with the name
   * {@code log}.
   */
  private static boolean hasEntries(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean entries = json.currentName().equals("entries");
      if (json.nextToken() == JsonToken.START_ARRAY && entries) {
        return true;
      }
      json.skipChildren();
    }
    return false;
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

  /** The format as it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
