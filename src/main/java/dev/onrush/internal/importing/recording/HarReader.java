package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the entries of a HAR, one after the other. Memory is bounded by the longest text of one
 * entry: contents of responses are read only if they may contain ids that later requests need.
 *
 * <p>Each browser records the source of a response in fields of its own. The reader knows the
 * fields of Chromium and Safari; Firefox has none.
 *
 * @see <a href="http://www.softwareishard.com/blog/har-12-spec/">HAR 1.2</a>
 */
final class HarReader {

  /** The largest content that is searched for values, in bytes. */
  private static final long LONGEST_CONTENT = 1 << 20;

  /** The longest text that is read, in characters. A text that is skipped may have any length. */
  private static final int LONGEST_TEXT = 1 << 26;

  /** The sources of a service worker's responses that are caches, by Chromium's names. */
  private static final Set<String> CACHES = Set.of("cache-storage", "http-cache");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  private final JsonParser json;
  private final ResponseReader responses;
  private final Consumer<Exchange> to;
  private long entries;
  private long unreadable;
  private boolean isHar;
  private final HarEntry.Budget budget = new HarEntry.Budget();

  private HarReader(JsonParser json, ResponseReader responses, Consumer<Exchange> to) {
    this.json = json;
    this.responses = responses;
    this.to = to;
  }

  /**
   * The result of reading a HAR.
   *
   * @param isHar whether the document contains a list of entries
   * @param entries the number of entries
   * @param unreadable the number of entries without a time, a method or an address
   */
  record Read(boolean isHar, long entries, long unreadable) {}

  /**
   * Reads a document to its end.
   *
   * @param responses finds the values of the responses
   * @param to receives each exchange
   * @throws IOException if reading fails, or if the document is not JSON
   */
  static Read read(InputStream in, ResponseReader responses, Consumer<Exchange> to)
      throws IOException {
    try (JsonParser json = FACTORY.createParser(in)) {
      HarReader reader = new HarReader(json, responses, to);
      if (json.nextToken() == JsonToken.START_OBJECT) {
        reader.object(name -> reader.member(name.equals("log"), reader::log));
      }
      return new Read(reader.isHar, reader.entries, reader.unreadable);
    }
  }

  /** Reads a value. The parser is at its first token before, and at its last token after. */
  private interface Part {
    void read() throws IOException;
  }

  /** Reads the value of a field with this name. The parser is at the first token of the value. */
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

  /** Returns a text or a number as text; empty for any other value. */
  private String text() throws IOException {
    if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  /** Returns a number; -1 for any other value. */
  private long number() throws IOException {
    json.skipChildren();
    return json.getValueAsLong(-1);
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

  /** Reads one entry. */
  private final class Entry {
    private final HarEntry entry = new HarEntry();

    void read() throws IOException {
      entries++;
      object(
          name -> {
            switch (name) {
              case "startedDateTime" -> entry.started = text();
              case "time" -> entry.time = text();
              case "_resourceType" -> entry.type = text();
              case "_fromCache" -> fromCache(text());
              case "_fetchType" -> fetchType(text());
              case "request" -> object(this::request);
              case "response" -> object(this::response);
              default -> json.skipChildren();
            }
          });
      Optional<Exchange> exchange = entry.exchange(budget, responses);
      exchange.ifPresent(to);
      unreadable += exchange.isPresent() ? 0 : 1;
    }

    /** Reads Chromium's field, which contains the name of the cache. */
    private void fromCache(String cache) {
      entry.isCached |= !cache.isEmpty() && !cache.equals("false");
    }

    /** Reads Safari's field. */
    private void fetchType(String type) {
      entry.isCached |= type.endsWith(" Cache");
      entry.isOfWorker |= type.equals("Service Worker");
    }

    private void request(String name) throws IOException {
      switch (name) {
        case "method" -> entry.method = text();
        case "url" -> entry.url = text();
        case "bodySize" -> entry.bodySize = text();
        case "headers" -> list(() -> header(entry.sentHeaders));
        case "postData" -> object(this::postData);
        default -> json.skipChildren();
      }
    }

    private void header(List<HeaderField> into) throws IOException {
      String[] header = pair();
      into.add(new HeaderField(header[0], header[1]));
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
        case "mimeType" -> entry.bodyType = text();
        case "text" -> entry.body = text();
        case "encoding" -> entry.bodyEncoding = text();
        case "params" ->
            list(
                () -> {
                  String[] pair = pair();
                  entry.params.append(entry.params.length() == 0 ? "" : "&");
                  entry
                      .params
                      .append(URLEncoder.encode(pair[0], StandardCharsets.UTF_8))
                      .append('=');
                  entry.params.append(URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
                });
        default -> json.skipChildren();
      }
    }

    private void response(String name) throws IOException {
      switch (name) {
        case "status" -> entry.status = text();
        case "headers" -> list(() -> header(entry.responseHeaders));
        case "content" -> {
          object(this::content);
          entry.content = isTooLarge() ? "" : entry.content;
        }
        case "_fetchedViaServiceWorker" -> entry.isOfWorker |= text().equals("true");
        case "_serviceWorkerResponseSource" -> entry.isCached |= CACHES.contains(text());
        default -> json.skipChildren();
      }
    }

    private void content(String name) throws IOException {
      switch (name) {
        case "size" -> entry.contentSize = number();
        case "mimeType" -> entry.contentType = text();
        case "encoding" -> entry.contentEncoding = text();
        case "text" -> {
          if (entry.contentSize <= LONGEST_CONTENT && isLookedThrough()) {
            entry.content = text();
          } else {
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }

    /** Whether the content is too large. The size may come after the text, or be absent. */
    private boolean isTooLarge() {
      boolean isBase64 = entry.contentEncoding.equals("base64");
      long length = isBase64 ? 3L * entry.content.length() / 4 : entry.content.length();
      return Math.max(entry.contentSize, length) > LONGEST_CONTENT;
    }

    private boolean isLookedThrough() {
      String lower = entry.contentType.toLowerCase(Locale.ROOT);
      return lower.isEmpty() || lower.contains("json") || lower.contains("html");
    }
  }
}
