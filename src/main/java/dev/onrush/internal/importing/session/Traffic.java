package dev.onrush.internal.importing.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The traffic that a log contains.
 *
 * @param window the period of the log
 * @param endpoints the endpoints, the most frequent first
 * @param visits a sample of the sessions of users that come and go
 * @param steady sessions of users that are present nearly all the time
 * @param fast sessions of clients that are too fast for one user: programs, or proxies of many
 *     users
 * @param leftOut the number of requests that were left out, by reason
 * @param unidentified the number of requests without the property that tells users apart
 * @param service the responses of the service
 */
public record Traffic(
    Window window,
    List<Endpoint> endpoints,
    Sample visits,
    List<Session> steady,
    List<Session> fast,
    Map<String, Long> leftOut,
    long unidentified,
    Service service) {

  /**
   * The period of a log.
   *
   * @param from the first second, in seconds since 1970
   * @param to the second after the last one
   * @param requests the requests in each second
   * @param resolution the resolution of the times in the log
   */
  public record Window(long from, long to, TimeSeries requests, Duration resolution) {

    /** The length of the period, in seconds. */
    public long seconds() {
      return to - from;
    }
  }

  /**
   * A sample of many sessions.
   *
   * @param sessions the sample, in which each session is as probable as any other
   * @param of the number of sessions from which the sample was taken
   * @param endedEarly the number of sessions that were ended early for lack of memory
   * @param late the number of requests that were read after a request that is newer by more than
   *     the gap of sessions
   * @param begins the starts of all sessions from which the sample was taken
   */
  public record Sample(
      List<Session> sessions, long of, long endedEarly, long late, TimeSeries begins) {

    /** The number of sessions that one session of the sample represents. */
    public double weight() {
      return sessions.isEmpty() ? 1 : (double) of / sessions.size();
    }
  }

  /**
   * The response times and errors of the service.
   *
   * @param p95 the p95 of its response times, if the log contains them
   * @param errors the share of responses with a status of 500 or above, from 0 to 1
   */
  public record Service(Optional<Duration> p95, double errors) {}

  /** The number of requests that were not left out. */
  public long requests() {
    return endpoints.stream().mapToLong(Endpoint::requests).sum();
  }
}
