package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds up the simultaneous intervals of several injectors. An interval that comes late becomes part
 * of the next sum, so that nothing is lost and nothing is counted twice. Not thread-safe: used by
 * one thread at a time.
 */
public final class InjectorSum {

  private final List<String> names;
  private final Set<String> lost = new HashSet<>();
  private final Map<String, Map<String, Long>> active = new HashMap<>();
  private Map<String, Map<Series, Tally>> tallies = new HashMap<>();
  private Map<String, SharedBurst> earlier = Map.of();
  private final Map<String, Users> come = new TreeMap<>();
  private final Map<String, InjectorStatistics> seen = new HashMap<>();
  private Duration lastEnd = Duration.ZERO;

  /**
   * Creates an empty sum.
   *
   * @param names the names of the injectors, in the order of the result
   */
  public InjectorSum(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** Adds the next interval of one injector. */
  public void add(String injector, Interval interval) {
    Tally.add(tallies.computeIfAbsent(injector, i -> new HashMap<>()), interval.tallies());
    Map<String, Long> now = active.computeIfAbsent(injector, i -> new HashMap<>());
    interval
        .users()
        .forEach(
            (userClass, users) -> {
              come.merge(userClass, users, Users::then);
              now.put(userClass, users.active());
            });
    seen.merge(injector, statistics(interval), InjectorStatistics::then);
  }

  /** Marks an injector as lost. Its earlier reports are kept. */
  public void lost(String injector) {
    lost.add(injector);
    active.remove(injector);
  }

  /** Returns the sum of all intervals that were added since the last call, and starts a new sum. */
  public Interval take(Duration elapsed) {
    Map<String, Users> users = new TreeMap<>();
    come.replaceAll((userClass, of) -> new Users(of.started(), of.ended(), 0));
    users.putAll(come);
    active
        .values()
        .forEach(
            of ->
                of.forEach(
                    (userClass, count) ->
                        users.merge(userClass, new Users(0, 0, count), Users::and)));
    Map<String, InjectorStatistics> injectors = new LinkedHashMap<>();
    for (String name : names) {
      InjectorStatistics one = seen.getOrDefault(name, InjectorStatistics.SILENT);
      injectors.put(name, lost.contains(name) ? one.asLost() : one);
    }
    Optional<Vitals> worst =
        injectors.values().stream()
            .flatMap(injector -> injector.vitals().stream())
            .reduce(Vitals::orWorse);
    Interval sum = new Interval(lastEnd, elapsed, takeTallies(), users, worst, Map.of(), injectors);
    come.replaceAll((userClass, of) -> Users.NONE);
    seen.clear();
    lastEnd = elapsed;
    return sum;
  }

  /**
   * Returns the tallies of all injectors together. A burst of one injector affects the requests of
   * the others in this sum and in the next, since their reports may come a moment later.
   */
  private Map<Series, Tally> takeTallies() {
    Map<String, SharedBurst> bursts = new HashMap<>();
    tallies.forEach((injector, of) -> bursts.put(injector, SharedBurst.of(of)));
    Map<Series, Tally> all = new HashMap<>();
    tallies.forEach(
        (injector, of) ->
            Tally.add(all, others(injector, bursts).and(others(injector, earlier)).in(of)));
    tallies = new HashMap<>();
    earlier = bursts;
    return all;
  }

  private static SharedBurst others(String injector, Map<String, SharedBurst> bursts) {
    return bursts.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(injector))
        .map(Map.Entry::getValue)
        .reduce(SharedBurst.NONE, SharedBurst::and);
  }

  /** Returns the statistics of one injector from its own interval. */
  private static InjectorStatistics statistics(Interval interval) {
    Distribution lag = new Distribution();
    Distribution loops = new Distribution();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.ARRIVAL) {
                lag.add(tally.times());
              } else if (series.kind() == Kind.EVENT_LOOP) {
                loops.add(tally.times());
              }
            });
    return new InjectorStatistics(
        interval.length(),
        interval.vitals(),
        lag.at(Percentile.P99),
        loops.max(),
        interval.startedUsers(),
        interval.activeUsers(),
        false);
  }
}
