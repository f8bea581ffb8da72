package dev.onrush.internal.importing.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Predicate;

/**
 * Reads traces in OTLP as JSON in any layout: objects that span several lines, one after the other,
 * or a list of objects. Memory is bounded by the largest span.
 */
public final class OtlpDocuments {

  /** The number of lines that are searched for a line that is a whole export. */
  private static final int LINES = 100;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OtlpDocuments() {}

  /**
   * The extent to which documents were read.
   *
   * @param lines the number of lines read
   * @param isWhole whether the documents were read to their end; if not, the last line read is the
   *     line with the JSON error
   */
  public record Read(long lines, boolean isWhole) {}

  /**
   * Whether a file has one export per line: at least one of its first lines is a whole export. In
   * such a file, a broken line does not affect the others.
   *
   * @param head the start of the file
   */
  public static boolean areLines(byte[] head) {
    LineFormat format = LineFormats.otlp();
    return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(head), UTF_8))
        .lines()
        .limit(LINES)
        .anyMatch(line -> format.read(line, entry -> {}));
  }

  /**
   * Reads all spans.
   *
   * @param to receives each request; it returns false to stop
   * @throws IOException if reading fails
   */
  public static Read read(InputStream in, Predicate<LogEntry> to) throws IOException {
    try (JsonParser json = MAPPER.getFactory().createParser(in)) {
      try {
        boolean more = true;
        String service = "";
        while (more && json.nextToken() != null) {
          if (isField(json, "resource")) {
            json.nextToken();
            service = OtlpFormat.service(json.readValueAsTree());
          } else if (isField(json, "spans")) {
            more = spans(json, service, to);
          } else if (endsResource(json)) {
            service = "";
          }
        }
        return new Read(json.currentLocation().getLineNr(), true);
      } catch (JsonProcessingException e) {
        return new Read(json.currentLocation().getLineNr(), false);
      }
    }
  }

  private static boolean isField(JsonParser json, String name) throws IOException {
    return json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals(name);
  }

  /** Whether the current token ends the spans of one resource. */
  private static boolean endsResource(JsonParser json) {
    JsonStreamContext around = json.getParsingContext();
    return json.currentToken() == JsonToken.END_OBJECT
        && around.inArray()
        && "resourceSpans".equals(around.getParent().getCurrentName());
  }

  /** Reads a list of spans, and returns whether to continue. */
  private static boolean spans(JsonParser json, String service, Predicate<LogEntry> to)
      throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      return true;
    }
    boolean more = true;
    while (more && json.nextToken() != JsonToken.END_ARRAY) {
      JsonNode span = json.readValueAsTree();
      more = OtlpFormat.entry(span, service).map(to::test).orElse(true);
    }
    return more;
  }
}
