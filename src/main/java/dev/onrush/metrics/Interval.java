package dev.onrush.metrics;

import java.time.Duration;
import java.util.Map;

/**
 * All that was recorded in about one second. A response belongs to the interval in which it ended
 * and to the phase in which it was sent.
 *
 * @param start since the run's start
 * @param end since the run's start; a busy machine makes an interval longer, never lossy
 * @param tallies by series; only those with samples
 * @param users by user class
 */
public record Interval(
    Duration start, Duration end, Map<Series, Tally> tallies, Map<String, Users> users) {

  public Interval {
    tallies = Map.copyOf(tallies);
    users = Map.copyOf(users);
  }

  public Duration length() {
    return end.minus(start);
  }
}
