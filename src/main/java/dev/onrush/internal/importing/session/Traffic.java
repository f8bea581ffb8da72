package dev.onrush.internal.importing.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a log has.
 *
 * @param window its time
 * @param endpoints that are asked for, the most frequent first
 * @param visits sessions of users that come and go: a sample
 * @param steady sessions of users that are there nearly all the time
 * @param fast sessions of clients that are too fast for one user: programs, or proxies of many
 * @param leftOut how many requests are left out, by the reason
 * @param nameless how many requests lack what tells users apart
 * @param service what it says of the service
 */
public record Traffic(
    Window window,
    List<Endpoint> endpoints,
    Sample visits,
    List<Session> steady,
    List<Session> fast,
    Map<String, Long> leftOut,
    long nameless,
    Service service) {

  /**
   * The time of a log.
   *
   * @param from its first second, since 1970
   * @param to the second after its last
   * @param requests in each second
   * @param resolution of its times
   */
  public record Window(long from, long to, TimeSeries requests, Duration resolution) {

    /** Its length. */
    public long seconds() {
      return to - from;
    }
  }

  /**
   * Some of many sessions.
   *
   * @param sessions each as probable as any other
   * @param of how many there were
   * @param endedEarly how many of them were cut for lack of memory
   * @param late how many requests were read after one that is newer by more than the gap of
   *     sessions
   * @param begins of all of them
   */
  public record Sample(
      List<Session> sessions, long of, long endedEarly, long late, TimeSeries begins) {

    /** How many sessions one of the sample is for. */
    public double weight() {
      return sessions.isEmpty() ? 1 : (double) of / sessions.size();
    }
  }

  /**
   * How the service answered.
   *
   * @param p95 of its response times, if the log has them
   * @param errors the share of responses with a status from 500 on
   */
  public record Service(Optional<Duration> p95, double errors) {}

  /** All requests that are not left out. */
  public long requests() {
    return endpoints.stream().mapToLong(Endpoint::requests).sum();
  }
}
