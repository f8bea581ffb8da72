package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The samples of about one second. A response belongs to the interval in which it ended and to the
 * phase in which its request was sent.
 *
 * @param start since the run's start
 * @param end since the run's start; on a busy machine an interval gets longer, and no sample is
 *     lost
 * @param tallies the tallies by series; contains only series with samples
 * @param users the counts of users, by user class
 * @param vitals the vitals of the generator; empty if it was not watched
 * @param service the latest value of each of the service's metrics that was read in this interval
 * @param injectors the statistics of each injector by its name, in order; empty in a run with one
 *     injector
 */
public record Interval(
    Duration start,
    Duration end,
    Map<Series, Tally> tallies,
    Map<String, Users> users,
    Optional<Vitals> vitals,
    Map<String, Double> service,
    Map<String, InjectorStatistics> injectors) {

  /** Creates an interval of a run with one injector. */
  public Interval(
      Duration start,
      Duration end,
      Map<Series, Tally> tallies,
      Map<String, Users> users,
      Optional<Vitals> vitals,
      Map<String, Double> service) {
    this(start, end, tallies, users, vitals, service, Map.of());
  }

  public Interval {
    tallies = Map.copyOf(tallies);
    users = Map.copyOf(users);
    service = Map.copyOf(service);
    injectors = Collections.unmodifiableMap(new LinkedHashMap<>(injectors));
  }

  /** Returns this interval with the generator's vitals. */
  public Interval with(Vitals found) {
    return new Interval(start, end, tallies, users, Optional.of(found), service, injectors);
  }

  /** Returns this interval with other samples, such as those of one request only. */
  public Interval withTallies(Map<Series, Tally> others) {
    return new Interval(start, end, others, users, vitals, service, injectors);
  }

  /** Returns this interval with the service's metrics. */
  public Interval withService(Map<String, Double> readings) {
    return new Interval(start, end, tallies, users, vitals, readings, injectors);
  }

  /**
   * The time in which the generator stood still for 30 ms or longer; with several injectors, that
   * of the one with the most.
   */
  public Duration pauses() {
    return InjectorStatistics.pauses(vitals, injectors.values());
  }

  public Duration length() {
    return end.minus(start);
  }

  /**
   * Whether there was load during the whole interval. The last 2 % may be without load, since a
   * thread may have been woken late.
   *
   * @param endOfLoad when the load was ended; empty if it was not
   */
  public boolean isLoaded(Optional<Duration> endOfLoad) {
    return isLoaded(endOfLoad, length().dividedBy(50));
  }

  /**
   * Whether there was load during the whole interval, except for at most {@code late} at its end.
   *
   * @param endOfLoad when the load was ended; empty if it was not
   */
  public boolean isLoaded(Optional<Duration> endOfLoad, Duration late) {
    return endOfLoad.filter(at -> at.plus(late).compareTo(end) < 0).isEmpty();
  }

  /** Active users of all classes at the end of this interval. */
  public long activeUsers() {
    return users.values().stream().mapToLong(Users::active).sum();
  }

  /** Users of all classes that started in this interval. */
  public long startedUsers() {
    return users.values().stream().mapToLong(Users::started).sum();
  }

  /** Calls {@code each} for every series of requests, with its tally. */
  public void forEachRequest(BiConsumer<Series, Tally> each) {
    tallies.forEach(
        (series, tally) -> {
          if (series.kind() == Series.Kind.REQUEST) {
            each.accept(series, tally);
          }
        });
  }
}
