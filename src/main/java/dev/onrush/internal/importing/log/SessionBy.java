package dev.onrush.internal.importing.log;

import java.util.Optional;

/**
 * What tells one user from another.
 *
 * @param kind where it is found
 * @param name of the cookie, field or parameter; empty of the others
 */
public record SessionBy(Kind kind, String name) {

  /** Address and browser, where nothing else is named. */
  public static final SessionBy AGENT = new SessionBy(Kind.AGENT, "");

  /** Where it is found. */
  public enum Kind {
    /** The client's address and its user agent. */
    AGENT,
    /** The client's address alone. */
    CLIENT,
    /** A cookie. */
    COOKIE,
    /** A field of the log, a header or an attribute of a span. */
    FIELD,
    /** A parameter of the query. */
    QUERY
  }

  /**
   * Reads {@code agent}, {@code client}, {@code cookie:NAME}, {@code field:NAME}, {@code
   * header:NAME} or {@code query:NAME}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static SessionBy parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(colon + 1);
    Kind kind =
        switch (colon < 0 ? text : text.substring(0, colon)) {
          case "agent" -> Kind.AGENT;
          case "client" -> Kind.CLIENT;
          case "cookie" -> Kind.COOKIE;
          case "field", "header" -> Kind.FIELD;
          case "query" -> Kind.QUERY;
          default -> throw wrong(text);
        };
    boolean named = kind == Kind.COOKIE || kind == Kind.FIELD || kind == Kind.QUERY;
    if (named == name.isBlank()) {
      throw wrong(text);
    }
    return new SessionBy(kind, name);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "--session-by was \""
            + text
            + "\"; write agent, client, cookie:NAME, field:NAME, header:NAME or query:NAME");
  }

  /** The key of a request's user; of one without such a value, by address and browser. */
  public String key(LogEntry request) {
    LogEntry.Sender sender = request.sender();
    return switch (kind) {
      case AGENT -> byAgent(sender);
      case CLIENT -> sender.client();
      case COOKIE -> named(part(sender.cookies(), ';'), sender);
      case FIELD -> named(sender.field(name), sender);
      case QUERY -> named(query(request.target()), sender);
    };
  }

  private static String named(Optional<String> value, LogEntry.Sender sender) {
    return value
        .filter(text -> !text.isEmpty() && !text.equals("-"))
        .map(text -> "=" + text)
        .orElseGet(() -> byAgent(sender));
  }

  private static String byAgent(LogEntry.Sender sender) {
    return sender.client() + " " + sender.agent();
  }

  private Optional<String> query(String target) {
    int from = target.indexOf('?');
    return from < 0 ? Optional.empty() : part(target.substring(from + 1), '&');
  }

  private Optional<String> part(String text, char separator) {
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf(separator, from);
      end = end < 0 ? text.length() : end;
      String pair = text.substring(from, end).strip();
      if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
        return Optional.of(pair.substring(name.length() + 1));
      }
      from = end + 1;
    }
    return Optional.empty();
  }
}
