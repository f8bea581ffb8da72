package dev.onrush.internal.importing.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** The requests of one user between two long pauses. Immutable. */
public final class Session {

  private final long begin;
  private final long end;
  private final long requests;
  private final Map<Endpoint, Requests> endpoints;
  private final long[] gaps;

  /**
   * The requests of a session to one endpoint.
   *
   * @param count the number of requests
   * @param responseTime the sum of the response times, in microseconds, each limited to the 60 s
   *     that a run waits for a response; 0 if the log does not contain durations. In a log with
   *     whole seconds, a response time below half a second counts as 0
   */
  public record Requests(int count, long responseTime) {

    Requests plus(Requests other) {
      return new Requests(count + other.count, responseTime + other.responseTime);
    }
  }

  /**
   * Creates a session.
   *
   * @param begin the start of its first request, in microseconds since 1970
   * @param end the end of its last request, in microseconds since 1970
   * @param endpoints the requests by endpoint
   * @param gaps some of the times between one request and the next, in microseconds
   */
  public Session(long begin, long end, Map<Endpoint, Requests> endpoints, long[] gaps) {
    this.begin = begin;
    this.end = end;
    this.endpoints = endpoints;
    this.requests = endpoints.values().stream().mapToLong(Requests::count).sum();
    this.gaps = gaps;
  }

  /** The start of the first request, in microseconds since 1970. */
  public long begin() {
    return begin;
  }

  /** The end of the last request, in microseconds since 1970. */
  public long end() {
    return end;
  }

  /** The number of requests. */
  public long requests() {
    return requests;
  }

  /** The requests by endpoint. */
  public Map<Endpoint, Requests> endpoints() {
    return endpoints;
  }

  /** The sum of all response times, in microseconds; see {@link Requests#responseTime}. */
  public long responseTime() {
    return endpoints.values().stream().mapToLong(Requests::responseTime).sum();
  }

  /** Some of the times between one request and the next, in microseconds. */
  public long[] gaps() {
    return gaps.clone();
  }

  /** The length of the session, in seconds. */
  public double seconds() {
    return (end - begin) / 1e6;
  }

  /** Returns this session with each endpoint replaced by the one into which it has been merged. */
  Session settled() {
    Map<Endpoint, Requests> settled = new LinkedHashMap<>();
    endpoints.forEach((endpoint, asked) -> settled.merge(endpoint.merged(), asked, Requests::plus));
    return new Session(begin, end, settled, gaps);
  }
}
