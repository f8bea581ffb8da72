package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Adds up successive intervals, as they come, to one interval that spans all of them. */
public final class IntervalSum {

  private int intervals;
  private Duration start = Duration.ZERO;
  private Duration end = Duration.ZERO;
  private Map<Series, Tally> tallies = new HashMap<>();
  private final Map<String, Users> users = new HashMap<>();
  private Optional<Vitals> vitals = Optional.empty();
  private Duration watched = Duration.ZERO;
  private final Map<String, Double> service = new HashMap<>();
  private final Map<String, InjectorStatistics> injectors = new LinkedHashMap<>();

  /** Adds the next interval, which is left unchanged. */
  public void add(Interval next) {
    if (intervals++ == 0) {
      start = next.start();
    }
    end = next.end();
    Tally.add(tallies, next.tallies());
    next.users().forEach((userClass, now) -> users.merge(userClass, now, Users::then));
    if (next.vitals().isPresent()) {
      Duration before = watched;
      vitals =
          Optional.of(
              vitals
                  .map(v -> v.then(before, next.vitals().get(), next.length()))
                  .orElse(next.vitals().get()));
      watched = watched.plus(next.length());
    }
    service.putAll(next.service());
    next.injectors().forEach((name, now) -> injectors.merge(name, now, InjectorStatistics::then));
  }

  /** The number of intervals in the sum. */
  public int intervals() {
    return intervals;
  }

  /**
   * Returns the sum so far: the counts and histograms of all intervals together, the last number of
   * active users, the last readings of the service, and the vitals as {@link Vitals#then} combines
   * them. The result is valid until the next interval is added.
   */
  public Interval sum() {
    return new Interval(start, end, tallies, users, vitals, service, injectors);
  }

  /** Returns the {@link #sum} and clears it. */
  public Interval take() {
    Interval sum = sum();
    clear();
    return sum;
  }

  /** Starts a new, empty sum. */
  public void clear() {
    intervals = 0;
    tallies = new HashMap<>();
    users.clear();
    vitals = Optional.empty();
    watched = Duration.ZERO;
    service.clear();
    injectors.clear();
  }
}
