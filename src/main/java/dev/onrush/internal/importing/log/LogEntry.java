package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.Optional;

/**
 * A request that is recorded in a log.
 *
 * @param time the time and the duration of the request
 * @param sender who sent the request
 * @param method the HTTP method, in upper case
 * @param target path and query, as they were sent
 * @param status the status of the response; 0 if the log does not contain it
 */
public record LogEntry(Time time, Sender sender, String method, String target, int status) {

  /** The duration of a request if the log does not contain it. */
  public static final long UNKNOWN = -1;

  /**
   * The time and the duration of a request.
   *
   * @param at microseconds since 1970: the start of the request if the duration is known, otherwise
   *     the time that the log contains
   * @param took the duration in microseconds, or {@link #UNKNOWN}
   */
  public record Time(long at, long took) {

    private static final long SECOND = 1_000_000;

    /** The end of the request in microseconds since 1970, or the only time that is known. */
    public long end() {
      return took == UNKNOWN ? at : at + took;
    }

    /** Returns the time of a request with this duration that ended at {@link #at()}. */
    Time endingThen() {
      return new Time(at - Math.max(0, asExactAsBegin().took), took);
    }

    /**
     * Returns this time with the duration rounded to whole seconds if the start is a whole second.
     * A log with whole seconds has no exact ends: a finer duration would produce pauses that its
     * clock cannot measure.
     */
    public Time asExactAsBegin() {
      return took == UNKNOWN || at % SECOND != 0
          ? this
          : new Time(at, SECOND * Math.round((double) took / SECOND));
    }
  }

  /** The sender of a request, as far as the log describes it. */
  public interface Sender {

    /** The address of the client, without a port. */
    String client();

    /** The browser or program; empty if the log does not contain it. */
    String agent();

    /** The name of the service that received the request, from traces; empty in other logs. */
    default String service() {
      return "";
    }

    /** The value with a name, which is the name of a field, a header or an attribute. */
    Optional<String> field(String name);

    /** The value of the {@code Cookie} header; empty if the log does not contain it. */
    String cookies();
  }

  /**
   * Joins a path and a query that the log has in separate fields.
   *
   * @param path the path; if it contains a query, that query is used
   * @param query the query, with or without its question mark; empty or {@code -} if there is no
   *     query
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
   * Creates an entry from a request line such as {@code GET /groups HTTP/1.1}; empty if the text is
   * not a request line. Scheme and host of an absolute address are removed.
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

  /**
   * Creates an entry from a method and an address; empty if they are not valid. Scheme and host of
   * an absolute address are removed, and so is a fragment.
   */
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

  /** Returns this entry with another address; empty if the address is not valid. */
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
