package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.log.LogTime;
import dev.onrush.internal.importing.log.Status;
import dev.onrush.internal.importing.session.PathSegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of one entry of a HAR, while it is read. */
final class HarEntry {

  /** The longest body that is kept, in characters. */
  private static final int LONGEST_BODY = 1 << 16;

  /** The greatest total length of the bodies that are kept, in characters. */
  private static final long MOST_BODIES = 1 << 25;

  /** The most values of responses, after which no more contents are searched. */
  private static final int MOST_VALUES = 200_000;

  /** The amounts of a recording that have been kept so far. */
  static final class Budget {
    private long bodies;
    private long values;

    /** Creates a budget of which nothing is used. */
    Budget() {}
  }

  final List<HeaderField> sentHeaders = new ArrayList<>();
  final List<HeaderField> responseHeaders = new ArrayList<>();
  final StringBuilder params = new StringBuilder();
  String started = "";
  String time = "";
  String type = "";
  boolean isCached;
  boolean isOfWorker;
  String method = "";
  String url = "";
  String bodySize = "";
  String bodyType = "";
  String body = "";
  String bodyEncoding = "";
  String status = "";
  String contentType = "";
  long contentSize = -1;
  String content = "";
  String contentEncoding = "";

  /**
   * Returns the exchange; empty if the entry has no time, method or address.
   *
   * @param budget limits what is kept
   * @param responses finds the values of the response
   */
  Optional<Exchange> exchange(Budget budget, ResponseReader responses) {
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
            Status.of(status))
        .map(
            entry ->
                new Exchange(
                    entry,
                    new Exchange.Origin(scheme, host(), type, responseSource()),
                    new Exchange.Sent(sentHeaders, bodyType(), body(budget)),
                    response(entry, budget, responses)));
  }

  private Exchange.ResponseSource responseSource() {
    if (isCached) {
      return Exchange.ResponseSource.CACHE;
    }
    return isOfWorker ? Exchange.ResponseSource.WORKER : Exchange.ResponseSource.SERVICE;
  }

  private long took() {
    try {
      double millis = Double.parseDouble(time);
      return millis < 0 ? LogEntry.UNKNOWN : Math.round(1_000 * millis);
    } catch (NumberFormatException e) {
      return LogEntry.UNKNOWN;
    }
  }

  private String host() {
    int from = url.indexOf("://");
    if (from < 0) {
      return "";
    }
    String authority = url.substring(from + 3).split("[/?#]", 2)[0];
    String host = authority.substring(authority.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    boolean isSecure = url.regionMatches(true, 0, "https:", 0, 6);
    return host.replaceFirst(isSecure ? ":443$" : ":80$", ""); // some proxies record it, others not
  }

  /**
   * The type of the body; empty if there is no body, and any type if the recording contains only
   * its size.
   */
  private String bodyType() {
    boolean has = !body.isEmpty() || params.length() > 0 || bodySize.matches("[1-9]\\d*");
    return has && bodyType.isEmpty() ? "*/*" : has ? bodyType : "";
  }

  private Optional<String> body(Budget budget) {
    String text = body.isEmpty() ? params.toString() : body;
    boolean isKept =
        !text.isEmpty()
            && text.length() <= LONGEST_BODY
            && bodyEncoding.isEmpty()
            && budget.bodies + text.length() <= MOST_BODIES;
    budget.bodies += isKept ? text.length() : 0;
    return isKept ? Optional.of(text) : Optional.empty();
  }

  private Exchange.Response response(LogEntry entry, Budget budget, ResponseReader responses) {
    String text = content;
    if (contentEncoding.equals("base64")) {
      try {
        text = new String(Base64.getMimeDecoder().decode(content), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        text = "";
      }
    }
    String resource = "";
    for (PathSegment segment : PathSegment.of(entry.path())) {
      resource = segment.word().matches("[A-Za-z_-]+") ? segment.word() : resource;
    }
    ResponseValues values =
        text.isEmpty() || budget.values > MOST_VALUES
            ? ResponseValues.NONE
            : responses.of(contentType, text, resource);
    budget.values += values.found().size() + values.mentioned().size();
    return new Exchange.Response(
        responseHeaders, contentType, responses.ofHeaders(responseHeaders).and(values));
  }
}
