package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.log.LogEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a recording and its response: a log entry with more details.
 *
 * @param entry the time and the target of the request
 * @param origin the destination of the request, and the source of its response
 * @param sent the headers and the body of the request
 * @param response the response of the service
 */
record Exchange(LogEntry entry, Origin origin, Sent sent, Response response) {

  /**
   * The destination of a request, and the source of its response.
   *
   * @param scheme the scheme, in lower case
   * @param host the host in lower case, with a port if the address has one
   * @param type the type of the resource as Chromium names it: {@code xhr}; empty if it is not
   *     known
   * @param responseSource the source of the response
   */
  record Origin(String scheme, String host, String type, ResponseSource responseSource) {}

  /** The source of the response to a request of a page. */
  enum ResponseSource {
    /** The service. */
    SERVICE,
    /** A cache of the browser, which sent nothing. */
    CACHE,
    /** The page's service worker, which may have sent a request of its own. */
    WORKER
  }

  /**
   * The headers and the body of a request.
   *
   * @param headers the headers, in their order
   * @param mimeType the type of the body; empty if there is no body
   * @param body the text of the body; empty if it is not known, or if there is no body
   */
  record Sent(List<HeaderField> headers, String mimeType, Optional<String> body) {

    /** Copies the headers. */
    Sent {
      headers = List.copyOf(headers);
    }
  }

  /**
   * The response of the service.
   *
   * @param headers the headers, in their order
   * @param mimeType the type of the content
   * @param values the values that later requests may need
   */
  record Response(List<HeaderField> headers, String mimeType, ResponseValues values) {

    /** Copies the headers. */
    Response {
      headers = List.copyOf(headers);
    }
  }

  /**
   * The sender of a request, read from its headers.
   *
   * @param headers the headers by their names in lower case
   */
  record HeaderSender(Map<String, String> headers) implements LogEntry.Sender {
    @Override
    public String client() {
      return "";
    }

    @Override
    public String agent() {
      return headers.getOrDefault("user-agent", "");
    }

    @Override
    public Optional<String> field(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String cookies() {
      return headers.getOrDefault("cookie", "");
    }
  }

  /** The path, without the query. */
  String path() {
    return entry.path();
  }
}
