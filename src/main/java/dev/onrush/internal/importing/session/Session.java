package dev.onrush.internal.importing.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one user did between two long pauses. Immutable. */
public final class Session {

  private final long begin;
  private final long end;
  private final long requests;
  private final Map<Endpoint, Requests> endpoints;
  private final long[] gaps;

  /**
   * The requests of a session to one endpoint.
   *
   * @param count how many there were
   * @param waited the time of their responses, in microseconds, of each at most as long as a run
   *     waits for it; 0 if the log has no durations, and without those below half a second if it is
   *     one of whole seconds
   */
  public record Requests(int count, long waited) {

    Requests plus(Requests other) {
      return new Requests(count + other.count, waited + other.waited);
    }
  }

  /**
   * A session.
   *
   * @param begin of its first request, in microseconds since 1970
   * @param end of its last request
   * @param endpoints what was asked for
   * @param gaps some of the times between one request and the next, in microseconds
   */
  public Session(long begin, long end, Map<Endpoint, Requests> endpoints, long[] gaps) {
    this.begin = begin;
    this.end = end;
    this.endpoints = endpoints;
    this.requests = endpoints.values().stream().mapToLong(Requests::count).sum();
    this.gaps = gaps;
  }

  /** The begin of its first request, in microseconds since 1970. */
  public long begin() {
    return begin;
  }

  /** The end of its last request, in microseconds since 1970. */
  public long end() {
    return end;
  }

  /** How many there were. */
  public long requests() {
    return requests;
  }

  /** What was asked for. */
  public Map<Endpoint, Requests> endpoints() {
    return endpoints;
  }

  /** The time of all its responses, in microseconds. */
  public long waited() {
    return endpoints.values().stream().mapToLong(Requests::waited).sum();
  }

  /** Some of the times between one request and the next, in microseconds. */
  public long[] gaps() {
    return gaps.clone();
  }

  /** In seconds. */
  public double seconds() {
    return (end - begin) / 1e6;
  }

  /** The same with the endpoints that others have become a part of. */
  Session settled() {
    Map<Endpoint, Requests> settled = new LinkedHashMap<>();
    endpoints.forEach((endpoint, asked) -> settled.merge(endpoint.merged(), asked, Requests::plus));
    return new Session(begin, end, settled, gaps);
  }
}
