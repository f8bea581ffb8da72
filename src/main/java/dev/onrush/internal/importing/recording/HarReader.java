package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.log.LogTime;
import dev.onrush.internal.importing.session.PathTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The entries of a HAR, one after the other. Memory is bounded by the longest text of one entry:
 * contents of responses are read only where they may have ids that later requests need.
 *
 * @see <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>
 */
final class HarReader {

  /** In characters. */
  private static final int LONGEST_BODY = 1 << 16;

  /** In bytes, of a content that is looked through. */
  private static final long LONGEST_CONTENT = 1 << 20;

  /** In characters, of all bodies that are kept. */
  private static final long MOST_BODIES = 1 << 25;

  /** Of all values of responses. */
  private static final int MOST_VALUES = 200_000;

  /** In characters; a text that is passed by may have any length. */
  private static final int LONGEST_TEXT = 1 << 26;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  private final JsonParser json;
  private final Consumer<Exchange> to;
  private long entries;
  private long unreadable;
  private boolean isHar;
  private long bodies;
  private long values;

  private HarReader(JsonParser json, Consumer<Exchange> to) {
    this.json = json;
    this.to = to;
  }

  /**
   * What was read.
   *
   * @param isHar whether there was a list of entries
   * @param entries of it
   * @param unreadable entries without a time, a method or an address
   */
  record Read(boolean isHar, long entries, long unreadable) {}

  /**
   * Reads to the end.
   *
   * @throws IOException if reading fails, or it is no JSON
   */
  static Read read(InputStream in, Consumer<Exchange> to) throws IOException {
    try (JsonParser json = FACTORY.createParser(in)) {
      HarReader reader = new HarReader(json, to);
      if (json.nextToken() == JsonToken.START_OBJECT) {
        reader.object(name -> reader.member(name.equals("log"), reader::log));
      }
      return new Read(reader.isHar, reader.entries, reader.unreadable);
    }
  }

  /** Reads something; the parser is at its first token, and then at its last. */
  private interface Part {
    void read() throws IOException;
  }

  /** Is told the name of each field of an object, with the parser at its value. */
  private interface FieldPart {
    void read(String name) throws IOException;
  }

  private void object(FieldPart field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private void list(Part element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private void member(boolean wanted, Part part) throws IOException {
    if (wanted) {
      part.read();
    } else {
      json.skipChildren();
    }
  }

  /** A text or a number; empty of anything else. */
  private String text() throws IOException {
    if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private void log() throws IOException {
    object(
        name -> {
          boolean isEntries =
              name.equals("entries") && json.currentToken() == JsonToken.START_ARRAY;
          isHar |= isEntries;
          member(isEntries, () -> list(() -> new Entry().read()));
        });
  }

  /** One entry while it is read. */
  private final class Entry {
    private final List<Exchange.Field> sentHeaders = new ArrayList<>();
    private final List<Exchange.Field> answerHeaders = new ArrayList<>();
    private final StringBuilder params = new StringBuilder();
    private String started = "";
    private String time = "";
    private String type = "";
    private String cached = "";
    private String method = "";
    private String url = "";
    private String bodySize = "";
    private String bodyType = "";
    private String body = "";
    private String bodyEncoding = "";
    private String status = "";
    private String contentType = "";
    private long contentSize = -1;
    private String content = "";
    private String contentEncoding = "";

    void read() throws IOException {
      entries++;
      object(
          name -> {
            switch (name) {
              case "startedDateTime" -> started = text();
              case "time" -> time = text();
              case "_resourceType" -> type = text();
              case "_fromCache" -> cached = text();
              case "request" -> object(this::request);
              case "response" -> object(this::response);
              default -> json.skipChildren();
            }
          });
      Optional<Exchange> exchange = exchange();
      exchange.ifPresent(to);
      unreadable += exchange.isPresent() ? 0 : 1;
    }

    private void request(String name) throws IOException {
      switch (name) {
        case "method" -> method = text();
        case "url" -> url = text();
        case "bodySize" -> bodySize = text();
        case "headers" -> list(() -> header(sentHeaders));
        case "postData" -> object(this::postData);
        default -> json.skipChildren();
      }
    }

    private void header(List<Exchange.Field> into) throws IOException {
      String[] header = pair();
      into.add(new Exchange.Field(header[0], header[1]));
    }

    private String[] pair() throws IOException {
      String[] pair = {"", ""};
      object(
          name -> {
            switch (name) {
              case "name" -> pair[0] = text();
              case "value" -> pair[1] = text();
              default -> json.skipChildren();
            }
          });
      return pair;
    }

    private void postData(String name) throws IOException {
      switch (name) {
        case "mimeType" -> bodyType = text();
        case "text" -> body = text();
        case "encoding" -> bodyEncoding = text();
        case "params" ->
            list(
                () -> {
                  String[] pair = pair();
                  params.append(params.length() == 0 ? "" : "&");
                  params.append(URLEncoder.encode(pair[0], StandardCharsets.UTF_8)).append('=');
                  params.append(URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
                });
        default -> json.skipChildren();
      }
    }

    private void response(String name) throws IOException {
      switch (name) {
        case "status" -> status = text();
        case "headers" -> list(() -> header(answerHeaders));
        case "content" -> object(this::content);
        default -> json.skipChildren();
      }
    }

    private void content(String name) throws IOException {
      switch (name) {
        case "size" -> contentSize = json.getValueAsLong(-1);
        case "mimeType" -> contentType = text();
        case "encoding" -> contentEncoding = text();
        case "text" -> {
          if (contentSize <= LONGEST_CONTENT && isLookedThrough()) {
            content = text();
          } else {
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }

    private boolean isLookedThrough() {
      String lower = contentType.toLowerCase(Locale.ROOT);
      return lower.isEmpty() || lower.contains("json") || lower.contains("html");
    }

    private Optional<Exchange> exchange() {
      OptionalLong at = LogTime.any(started);
      if (at.isEmpty()) {
        return Optional.empty();
      }
      int colon = url.indexOf(':');
      String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
      Map<String, String> byName = new LinkedHashMap<>();
      sentHeaders.forEach(h -> byName.putIfAbsent(h.name().toLowerCase(Locale.ROOT), h.value()));
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      return LogEntry.of(
              new LogEntry.Time(at.getAsLong(), took()),
              new Exchange.HeaderSender(byName),
              method,
              isHttp ? url : "/",
              status())
          .map(
              entry ->
                  new Exchange(
                      entry,
                      new Exchange.Origin(scheme, host(), type, !cached.isEmpty()),
                      new Exchange.Sent(sentHeaders, bodyType(), body()),
                      answer(entry)));
    }

    private long took() {
      try {
        double millis = Double.parseDouble(time);
        return millis < 0 ? LogEntry.UNKNOWN : Math.round(1_000 * millis);
      } catch (NumberFormatException e) {
        return LogEntry.UNKNOWN;
      }
    }

    private int status() {
      try {
        return Integer.parseInt(status);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    private String host() {
      int from = url.indexOf("://");
      if (from < 0) {
        return "";
      }
      String authority = url.substring(from + 3).split("[/?#]", 2)[0];
      return authority.substring(authority.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** A body of which the recording has only the size has a type that is not known. */
    private String bodyType() {
      boolean has = !body.isEmpty() || params.length() > 0 || bodySize.matches("[1-9]\\d*");
      return has && bodyType.isEmpty() ? "*/*" : has ? bodyType : "";
    }

    private Optional<String> body() {
      String text = body.isEmpty() ? params.toString() : body;
      boolean isKept =
          !text.isEmpty()
              && text.length() <= LONGEST_BODY
              && bodyEncoding.isEmpty()
              && bodies + text.length() <= MOST_BODIES;
      bodies += isKept ? text.length() : 0;
      return isKept ? Optional.of(text) : Optional.empty();
    }

    private Exchange.Answer answer(LogEntry entry) {
      String text = content;
      if (contentEncoding.equals("base64")) {
        try {
          text = new String(Base64.getMimeDecoder().decode(content), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          text = "";
        }
      }
      String resource = "";
      for (String segment : PathTree.segments(entry.target().split("\\?", 2)[0])) {
        resource = segment.matches("[A-Za-z_-]+") ? segment : resource;
      }
      List<AnswerValues.Found> found = AnswerValues.ofHeaders(answerHeaders);
      AnswerValues values =
          text.isEmpty() || HarReader.this.values > MOST_VALUES
              ? AnswerValues.NONE
              : AnswerValues.of(contentType, text, resource);
      HarReader.this.values += values.found().size() + values.mentioned().size();
      found.addAll(values.found());
      return new Exchange.Answer(
          answerHeaders, contentType, new AnswerValues(found, values.mentioned()));
    }
  }
}
