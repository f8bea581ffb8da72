package dev.onrush.result;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The figures of all requests in one interval of a run. An interval lasts about a second; in a run
 * longer than two hours, several intervals are combined. Immutable.
 *
 * @param start the start of the interval, since the start of the run
 * @param end the end of the interval, since the start of the run
 * @param requests the number of requests that were sent and ended
 * @param failures the number of failures, including requests that were not sent
 * @param unsent the number of requests that could not be built, and of functions of the simulation
 *     that threw
 * @param p50 the median response time; empty without responses, like the other times
 * @param p95 the 95th percentile of the response times
 * @param p99 the 99th percentile of the response times
 * @param max the longest response time
 * @param users the users that are active at the end of the interval, by user class
 * @param arrived the number of users that started
 * @param service the latest readings of the metrics of the service, by name
 * @since 0.1.0
 */
public record IntervalStatistics(
    Duration start,
    Duration end,
    long requests,
    long failures,
    long unsent,
    Optional<Duration> p50,
    Optional<Duration> p95,
    Optional<Duration> p99,
    Optional<Duration> max,
    Map<String, Long> users,
    long arrived,
    Map<String, Double> service) {

  /** Copies the maps. */
  public IntervalStatistics {
    users = Collections.unmodifiableMap(new TreeMap<>(users));
    service = Map.copyOf(service);
  }

  /** Requests per second; 0 for an interval without length. */
  public double throughput() {
    double seconds = end.minus(start).toNanos() / 1e9;
    return seconds == 0 ? 0 : requests / seconds;
  }

  /** The active users of all classes. */
  public long activeUsers() {
    return users.values().stream().mapToLong(Long::longValue).sum();
  }
}
