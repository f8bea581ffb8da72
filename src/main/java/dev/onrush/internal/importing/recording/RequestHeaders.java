package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Selects the headers that a load test has to send itself. */
final class RequestHeaders {

  /** Headers that every browser adds, or that Gatling adds itself. */
  private static final Set<String> OF_ANY_CLIENT =
      Set.of(
          "host",
          "connection",
          "proxy-connection",
          "keep-alive",
          "content-length",
          "transfer-encoding",
          "te",
          "user-agent",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "pragma",
          "cookie",
          "cookie2",
          "referer",
          "origin",
          "dnt",
          "upgrade",
          "upgrade-insecure-requests",
          "priority",
          "purpose",
          "range",
          "traceparent",
          "tracestate",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-real-ip",
          "forwarded",
          "via",
          "if-none-match",
          "if-modified-since",
          "if-range");

  private static final List<String> BEGINS = List.of(":", "sec-", "x-client-data", "x-b3-");

  /**
   * Headers with which a script names the state of the resource that it changes. The state differs
   * in each run.
   */
  private static final Set<String> OF_A_STATE = Set.of("if-match", "if-unmodified-since");

  private final Correlation correlation;
  private final Redaction redaction;

  RequestHeaders(Correlation correlation, Redaction redaction) {
    this.correlation = correlation;
    this.redaction = redaction;
  }

  /**
   * Returns the headers of a request.
   *
   * @param typed whether the type of the body is written as a header
   * @param sent receives each value
   */
  List<ImportedRequest.Header> of(List<HeaderField> headers, boolean typed, Consumer<String> sent) {
    List<ImportedRequest.Header> kept = new ArrayList<>();
    for (HeaderField header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      boolean content = !typed && name.equals("content-type");
      if (!isOfAnyClient(name) && !isAnyAccept(header) && !content) {
        kept.add(header(header, sent));
      }
    }
    return kept;
  }

  private static boolean isOfAnyClient(String name) {
    return OF_ANY_CLIENT.contains(name) || BEGINS.stream().anyMatch(name::startsWith);
  }

  /**
   * Whether the header accepts any type, as browsers send it. Programs name the types that they
   * need.
   */
  private static boolean isAnyAccept(HeaderField header) {
    return header.is("accept")
        && (header.value().startsWith("*/*") || header.value().startsWith("text/html,"));
  }

  private ImportedRequest.Header header(HeaderField header, Consumer<String> sent) {
    String value = header.value().strip();
    int space = header.is("authorization") ? value.indexOf(' ') + 1 : 0;
    String scheme = value.substring(0, space);
    String credentials = value.substring(space);
    Optional<String> variable = correlation.variable("", credentials);
    if (variable.isPresent()) {
      return new ImportedRequest.Header(header.name(), scheme + "#{" + variable.get() + "}", "");
    }
    sent.accept(credentials);
    if (!redaction.isSecret(header.name()) && !redaction.isPrivate(value)) {
      return new ImportedRequest.Header(
          header.name(), Expressions.literal(value), missing(header, credentials));
    }
    redaction.note("the header " + header.name());
    return new ImportedRequest.Header(
        header.name(), scheme + Values.PLACEHOLDER, "header " + header.name() + " was removed");
  }

  /** Returns a note if a part of a kept header has to be written by hand; otherwise empty. */
  private String missing(HeaderField header, String credentials) {
    String what = "header " + header.name();
    boolean isOfAState =
        OF_A_STATE.contains(header.name().toLowerCase(Locale.ROOT)) && !credentials.equals("*");
    return isOfAState
        ? what + " has the value of the recording"
        : correlation.mentionOfValue(header.name(), what, credentials).orElse("");
  }
}
