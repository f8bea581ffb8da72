package dev.onrush.internal.importing.session;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one user did between two long pauses. Immutable. */
public final class Session {

  private final long begin;
  private final long end;
  private final long requests;
  private final Map<Endpoint, Integer> endpoints;
  private final double response;
  private final long[] gaps;

  /**
   * A session.
   *
   * @param begin of its first request, in microseconds since 1970
   * @param end of its last request
   * @param endpoints what was asked for, and how often
   * @param response the mean time of a response, in microseconds; 0 if the log has none
   * @param gaps some of the times between one request and the next, in microseconds
   */
  public Session(
      long begin, long end, Map<Endpoint, Integer> endpoints, double response, long[] gaps) {
    this.begin = begin;
    this.end = end;
    this.endpoints = endpoints;
    this.requests = endpoints.values().stream().mapToLong(Integer::longValue).sum();
    this.response = response;
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

  /** What was asked for, and how often. */
  public Map<Endpoint, Integer> endpoints() {
    return endpoints;
  }

  /** The mean time of a response, in microseconds; 0 if the log has none. */
  public double response() {
    return response;
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
    Map<Endpoint, Integer> settled = new LinkedHashMap<>();
    endpoints.forEach((endpoint, times) -> settled.merge(endpoint.merged(), times, Integer::sum));
    return new Session(begin, end, settled, response, gaps);
  }
}
