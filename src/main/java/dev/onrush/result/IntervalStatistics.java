package dev.onrush.result;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The figures of one interval of a run over all requests, about a second; of a run longer than two
 * hours, of several such intervals. Immutable.
 *
 * @param start since the run's start
 * @param end since the run's start
 * @param requests that were sent and ended
 * @param failures of requests, those that were not sent included
 * @param unsent requests that could not be built
 * @param p50 of the response times; empty without responses, like the other times
 * @param p95 of the response times
 * @param p99 of the response times
 * @param max of the response times
 * @param users active at the end, by user class
 * @param arrived users that began
 * @param service metrics of the service, as they were read last, by name
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

  /** Active users of all classes. */
  public long activeUsers() {
    return users.values().stream().mapToLong(Long::longValue).sum();
  }
}
