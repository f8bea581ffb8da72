package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Intervals that follow each other, added up as they come, to one that is as long as all. */
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

  /** Adds the interval that follows; it stays as it is. */
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

  /** How many intervals are in it. */
  public int intervals() {
    return intervals;
  }

  /**
   * The sum so far: counts and histograms are those of all intervals together, users and readings
   * of the service the last, vitals as {@link Vitals#then} has them. It is valid until the next
   * interval is added.
   */
  public Interval sum() {
    return new Interval(start, end, tallies, users, vitals, service, injectors);
  }

  /** The sum as {@link #sum} has it, and begins anew. */
  public Interval take() {
    Interval sum = sum();
    clear();
    return sum;
  }

  /** Begins anew. */
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
