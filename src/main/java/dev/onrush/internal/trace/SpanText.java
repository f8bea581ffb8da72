package dev.onrush.internal.trace;

import dev.onrush.internal.text.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Creates the texts of spans, bounded in length and without secrets. */
final class SpanText {

  private static final String KIND = "SPAN_KIND_";
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DETAIL = 1_000;

  /**
   * The attributes that say more about a span than its name, in the current and older conventions
   * of OpenTelemetry.
   */
  private static final String[] DETAILS = {
    "db.query.text",
    "db.statement",
    "url.full",
    "http.url",
    "url.path",
    "http.target",
    "messaging.destination.name",
    "rpc.service",
    "code.function.name"
  };

  private static final String[] ERRORS = {"exception.message", "exception.type", "error.type"};

  private final UnaryOperator<String> masked;

  SpanText(UnaryOperator<String> masked) {
    this.masked = masked;
  }

  /**
   * Returns the kind in lower case, as {@code client} for {@code SPAN_KIND_CLIENT}; empty for work
   * within a service.
   */
  static String kind(String name) {
    String known =
        name.startsWith(KIND) ? name.substring(KIND.length()).toLowerCase(Locale.ROOT) : "";
    return known.equals("internal") || known.equals("unspecified") ? "" : known;
  }

  String name(String text) {
    return cut(text, LONGEST_NAME);
  }

  /** Returns the statement or the address of a span; empty if there is none. */
  String detail(Map<String, String> attributes) {
    return cut(first(attributes, DETAILS), LONGEST_DETAIL);
  }

  /**
   * Returns why a span failed.
   *
   * @param message the message of the span's status
   * @param attributes the attributes of the span and of its events
   */
  String error(String message, Map<String, String> attributes) {
    String found = message.isBlank() ? first(attributes, ERRORS) : message;
    return found.isBlank() ? "failed" : cut(found, LONGEST_DETAIL);
  }

  private static String first(Map<String, String> attributes, String... names) {
    for (String name : names) {
      String value = attributes.getOrDefault(name, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    return "";
  }

  /** Masks a text, then truncates it, since half of a secret would not be found. */
  private String cut(String text, int longest) {
    String shown = masked.apply(Printable.beginning(text, 4 * longest));
    return shown.length() <= longest ? shown : Printable.beginning(shown, longest - 1) + "…";
  }
}
