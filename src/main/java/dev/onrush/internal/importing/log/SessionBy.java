package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.Optional;

/**
 * The property of a request that tells one user from another.
 *
 * @param kind the part of the request that contains the property
 * @param name the name of the cookie, field, header or parameter; empty for the other kinds
 */
public record SessionBy(Kind kind, String name) {

  /** Client address and user agent, the default. */
  public static final SessionBy AGENT = new SessionBy(Kind.AGENT, "");

  /** The part of a request that identifies its user. */
  public enum Kind {
    /** The client's address and its user agent. */
    AGENT,
    /** The client's address alone. */
    CLIENT,
    /** A cookie. */
    COOKIE,
    /** A field of the log, or an attribute of a span. */
    FIELD,
    /** A header. */
    HEADER,
    /** A parameter of the query. */
    QUERY
  }

  /**
   * Parses {@code agent}, {@code client}, {@code cookie:NAME}, {@code field:NAME}, {@code
   * header:NAME} or {@code query:NAME}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static SessionBy parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(colon + 1);
    Kind kind =
        switch (colon < 0 ? text : text.substring(0, colon)) {
          case "agent" -> Kind.AGENT;
          case "client" -> Kind.CLIENT;
          case "cookie" -> Kind.COOKIE;
          case "field" -> Kind.FIELD;
          case "header" -> Kind.HEADER;
          case "query" -> Kind.QUERY;
          default -> throw wrong(text);
        };
    boolean named = kind != Kind.AGENT && kind != Kind.CLIENT;
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

  /**
   * The key of the user of a request. A request without the property is keyed by client address and
   * user agent.
   */
  public String key(LogEntry request) {
    return value(request)
        .map(value -> kind == Kind.AGENT || kind == Kind.CLIENT ? value : "=" + value)
        .orElseGet(() -> byAgent(request.sender()));
  }

  /** Whether a request has the property. */
  public boolean isIn(LogEntry request) {
    return kind == Kind.AGENT || value(request).isPresent();
  }

  private Optional<String> value(LogEntry request) {
    LogEntry.Sender sender = request.sender();
    Optional<String> value =
        switch (kind) {
          case AGENT -> Optional.of(byAgent(sender));
          case CLIENT -> Optional.of(sender.client());
          case COOKIE -> part(sender.cookies(), ';');
          case FIELD, HEADER -> sender.field(name);
          case QUERY -> query(request.target());
        };
    return value.filter(text -> !text.isEmpty() && !text.equals("-"));
  }

  private static String byAgent(LogEntry.Sender sender) {
    return sender.client() + " " + sender.agent();
  }

  /**
   * Checks that the property tells users apart.
   *
   * @param requests the number of requests that have the property
   * @throws IllegalArgumentException if {@code requests} is 0
   */
  public void check(long requests) {
    if (requests == 0) {
      throw new IllegalArgumentException(
          "--session-by was "
              + text()
              + ", which occurs in no request; name what tells users apart, or leave --session-by out");
    }
  }

  /** The property as the user writes it: {@code cookie:SID}. */
  public String text() {
    String where = kind.name().toLowerCase(Locale.ROOT);
    return name.isEmpty() ? where : where + ":" + name;
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
