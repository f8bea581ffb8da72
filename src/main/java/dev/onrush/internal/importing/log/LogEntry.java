package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.Optional;

/**
 * A request as a log has it.
 *
 * @param time of it
 * @param sender who sent it
 * @param method in upper case
 * @param target path and query, as they were sent
 * @param status of the response; 0 if the log has none
 */
public record LogEntry(Time time, Sender sender, String method, String target, int status) {

  /** The duration of a request whose log has none. */
  public static final long UNKNOWN = -1;

  /**
   * When a request was.
   *
   * @param at microseconds since 1970: its begin if the duration is known, else what the log has
   * @param took microseconds, or {@link #UNKNOWN}
   */
  public record Time(long at, long took) {

    private static final long SECOND = 1_000_000;

    /** The end, or the only time that is known. */
    public long end() {
      return took == UNKNOWN ? at : at + took;
    }

    /** The time of a request that ended when this one begins, and took as long. */
    Time endingThen() {
      return new Time(at - Math.max(0, asExactAsBegin().took), took);
    }

    /**
     * The same with the duration in whole seconds if the begin is one. A log of whole seconds has
     * no exact ends: a finer duration would make pauses of it that its clock cannot show.
     */
    public Time asExactAsBegin() {
      return took == UNKNOWN || at % SECOND != 0
          ? this
          : new Time(at, SECOND * Math.round((double) took / SECOND));
    }
  }

  /** What a log knows of who sent a request. */
  public interface Sender {

    /** The address, without a port. */
    String client();

    /** The browser or program; empty if the log has none. */
    String agent();

    /** The service that it was sent to, by the name that traces have; empty in other logs. */
    default String service() {
      return "";
    }

    /** A value by its name: of a field, a header or an attribute. */
    Optional<String> field(String name);

    /** The cookies, as the header has them; empty if the log has none. */
    String cookies();
  }

  /**
   * A target of a log that has the path and the query apart.
   *
   * @param path perhaps with the query, which then counts
   * @param query with or without its question mark; empty or {@code -} if there is none
   */
  static String target(String path, String query) {
    String given = query.startsWith("?") ? query.substring(1) : query;
    boolean isAlone = given.isEmpty() || given.equals("-") || path.contains("?");
    return isAlone ? path : path + "?" + given;
  }

  /** The path of the target, without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /**
   * An entry of a request line, {@code GET /groups HTTP/1.1}; empty if it is none. The server's own
   * name is taken off an absolute address.
   */
  static Optional<LogEntry> of(Time time, Sender sender, String requestLine, int status) {
    int first = requestLine.indexOf(' ');
    if (first < 1) {
      return Optional.empty();
    }
    int last = requestLine.lastIndexOf(' ');
    String target =
        last > first && requestLine.startsWith("HTTP/", last + 1)
            ? requestLine.substring(first + 1, last)
            : requestLine.substring(first + 1);
    return of(time, sender, requestLine.substring(0, first), target, status);
  }

  /** The same of a method and an address. */
  public static Optional<LogEntry> of(
      Time time, Sender sender, String method, String address, int status) {
    String target = withoutHost(address);
    if (!target.startsWith("/") || !isMethod(method)) {
      return Optional.empty();
    }
    int fragment = target.indexOf('#');
    return Optional.of(
        new LogEntry(
            time,
            sender,
            method.toUpperCase(Locale.ROOT),
            fragment < 0 ? target : target.substring(0, fragment),
            status));
  }

  /** The same to another address; empty if that is none. */
  Optional<LogEntry> to(String address) {
    return of(time, sender, method, address, status);
  }

  private static String withoutHost(String address) {
    int scheme = address.indexOf("://");
    if (scheme < 0 || scheme > 5) {
      return address;
    }
    int path = address.indexOf('/', scheme + 3);
    return path < 0 ? "/" : address.substring(path);
  }

  private static boolean isMethod(String method) {
    if (method.isEmpty() || method.length() > 10) {
      return false;
    }
    for (int i = 0; i < method.length(); i++) {
      char c = Character.toUpperCase(method.charAt(i));
      if (c < 'A' || c > 'Z') {
        return false;
      }
    }
    return true;
  }
}
