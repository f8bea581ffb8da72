package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.log.LogEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a recording and its response: an entry of a log of which more is known.
 *
 * @param entry when it was, and what was asked for
 * @param origin where it was sent, and by what
 * @param sent with the request
 * @param answer of the service
 */
record Exchange(LogEntry entry, Origin origin, Sent sent, Answer answer) {

  /**
   * Where it was sent, and by what.
   *
   * @param scheme in lower case
   * @param host in lower case, with a port if the address has one
   * @param type of the resource as Chromium names it: {@code xhr}; empty if it is not known
   * @param answeredBy what it got its response from
   */
  record Origin(String scheme, String host, String type, AnsweredBy answeredBy) {}

  /** What a request of a page got its response from. */
  enum AnsweredBy {
    /** From the service. */
    SERVICE,
    /** From a cache of the browser, which sent nothing. */
    CACHE,
    /** From the page's service worker, which may have sent a request of its own. */
    WORKER
  }

  /**
   * What was sent with the request.
   *
   * @param headers in their order
   * @param mimeType of the body; empty if there is none
   * @param body its text; empty if it is not known, or there is none
   */
  record Sent(List<HeaderField> headers, String mimeType, Optional<String> body) {

    /** A copy. */
    Sent {
      headers = List.copyOf(headers);
    }
  }

  /**
   * What the service answered.
   *
   * @param headers in their order
   * @param mimeType of its content
   * @param values that later requests may need
   */
  record Answer(List<HeaderField> headers, String mimeType, AnswerValues values) {

    /** A copy. */
    Answer {
      headers = List.copyOf(headers);
    }
  }

  /**
   * The sender of a request, by its headers.
   *
   * @param headers by their names in lower case
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

  /** The path without the query. */
  String path() {
    return entry.path();
  }
}
