package dev.onrush.internal.importing.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one user did between two long pauses.
 *
 * @param begin of its first request, in microseconds since 1970
 * @param end of its last request
 * @param requests how many there were
 * @param endpoints what was asked for, and how often
 * @param gaps some of the times between one request and the next, in microseconds
 */
public record Session(
    long begin, long end, long requests, Map<Endpoint, Integer> endpoints, long[] gaps) {

  /** In seconds. */
  public double seconds() {
    return (end - begin) / 1e6;
  }

  /** The same with the endpoints that others have become a part of. */
  Session settled() {
    Map<Endpoint, Integer> settled = new LinkedHashMap<>();
    endpoints.forEach((endpoint, times) -> settled.merge(endpoint.merged(), times, Integer::sum));
    return new Session(begin, end, requests, settled, gaps);
  }
}
