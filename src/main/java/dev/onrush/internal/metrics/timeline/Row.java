package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.profile.RunFlow;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The figures of one interval, or of some successive intervals, over all requests.
 *
 * @param users active users at the end, by user class
 * @param p50 in milliseconds, like the other times; 0 if there was no response
 * @param vitals the vitals of the generator
 * @param lag p99 of the time from when a user was due to when it started, in milliseconds
 * @param loopLag the longest delay of a timer on an event loop, in milliseconds
 * @param arrived users that started
 * @param service the latest value of each of the service's metrics
 * @param injectors the statistics of each injector by its name, in order; empty in a run with one
 *     injector
 * @param unsent failures of which nothing was sent; they are included in {@code failures} and not
 *     in {@code requests}
 * @param answerable requests that could succeed or fail, see {@link Selection#answerable}
 * @param shortages failures that are the generator's own, by the resource that it had run out of
 * @param began users that started, by user class; empty where the classes are not distinguished
 * @param calls the calls of Java code: their waits for a thread, and their time on it
 * @param ownShare the share of the users' time, 0 to 1, that their requests waited for the
 *     generator itself, as far as it is known
 */
public record Row(
    Duration start,
    Duration end,
    long requests,
    long failures,
    double p50,
    double p95,
    double p99,
    double max,
    Map<String, Long> users,
    Optional<Vitals> vitals,
    double lag,
    double loopLag,
    long arrived,
    Map<String, Double> service,
    Map<String, InjectorStatistics> injectors,
    long unsent,
    long answerable,
    Map<Shortage, Long> shortages,
    Map<String, Long> began,
    CallTimes calls,
    double ownShare) {

  /**
   * Creates a row of a run with one injector, where every request was sent and answered, and no
   * resource ran out.
   */
  public Row(
      Duration start,
      Duration end,
      long requests,
      long failures,
      double p50,
      double p95,
      double p99,
      double max,
      Map<String, Long> users,
      Optional<Vitals> vitals,
      double lag,
      double loopLag,
      long arrived,
      Map<String, Double> service) {
    this(
        start,
        end,
        requests,
        failures,
        p50,
        p95,
        p99,
        max,
        users,
        vitals,
        lag,
        loopLag,
        arrived,
        service,
        Map.of(),
        0,
        requests,
        Map.of(),
        Map.of(),
        CallTimes.NONE,
        0);
  }

  public Row {
    users = Collections.unmodifiableMap(new TreeMap<>(users));
    service = Map.copyOf(service);
    injectors = Collections.unmodifiableMap(new LinkedHashMap<>(injectors));
    shortages = Map.copyOf(shortages);
    began = Map.copyOf(began);
  }

  /**
   * Returns the row of the requests and active users of the accepted user classes, without all
   * other figures.
   */
  public static Row ofRequests(Interval interval, Predicate<String> userClass) {
    Selection of = requests(interval, userClass);
    Distribution times = of.all().times();
    Map<String, Long> active = new TreeMap<>();
    interval
        .users()
        .forEach(
            (name, now) -> {
              if (userClass.test(name)) {
                active.put(name, now.active());
              }
            });
    return new Row(
        interval.start(),
        interval.end(),
        of.requests(),
        of.failures(),
        times.at(Percentile.P50),
        times.at(Percentile.P95),
        times.at(Percentile.P99),
        times.max(),
        active,
        Optional.empty(),
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        of.unsent(),
        of.answerable(),
        Map.of(),
        Map.of(),
        CallTimes.NONE,
        0);
  }

  /** The requests of the accepted user classes. */
  public static Selection requests(Interval interval, Predicate<String> userClass) {
    return Selection.of(
        interval.tallies(), s -> s.kind() == Series.Kind.REQUEST && userClass.test(s.userClass()));
  }

  /**
   * Returns the row of one of the injectors, with only the figures that are known for an injector.
   */
  public Row of(InjectorStatistics injector) {
    return new Row(
        end.minus(injector.length()),
        end,
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        injector.vitals(),
        injector.lag(),
        injector.loopLag(),
        injector.arrived(),
        Map.of());
  }

  /**
   * Returns this row without what may be the generator's own share: p50 and p95 of the lower bounds
   * of the times, which are 0 where they are unknown, and only the failures that no burst may have
   * caused.
   *
   * @param requests the requests of this row
   */
  public Row withoutOwnShare(Selection requests) {
    Distribution least = requests.all().atLeast().times();
    return new Row(
        start,
        end,
        this.requests,
        failures - requests.failedInBurst().requests(),
        least.at(Percentile.P50),
        least.at(Percentile.P95),
        p99,
        max,
        users,
        vitals,
        lag,
        loopLag,
        arrived,
        service,
        injectors,
        unsent,
        answerable,
        shortages,
        began,
        calls,
        0);
  }

  Row then(Row next, Buckets times, Buckets lags) {
    Map<String, Double> readings = service;
    if (!next.service.isEmpty()) {
      readings = new HashMap<>(service);
      readings.putAll(next.service);
    }
    return new Row(
        start,
        next.end,
        requests + next.requests,
        failures + next.failures,
        times.at(Percentile.P50),
        times.at(Percentile.P95),
        times.at(Percentile.P99),
        times.max(),
        next.users,
        vitals.isEmpty() || next.vitals.isEmpty()
            ? vitals.or(() -> next.vitals)
            : Optional.of(vitals.get().then(length(), next.vitals.get(), next.length())),
        lags.at(Percentile.P99),
        Math.max(loopLag, next.loopLag),
        arrived + next.arrived,
        readings,
        both(injectors, next.injectors),
        unsent + next.unsent,
        answerable + next.answerable,
        sum(shortages, next.shortages),
        sum(began, next.began),
        calls.and(next.calls),
        both(ownShare, next.ownShare, next));
  }

  private double both(double share, double nextShare, Row next) {
    double mine = length().toNanos();
    double others = next.length().toNanos();
    return mine + others == 0 ? 0 : (share * mine + nextShare * others) / (mine + others);
  }

  private static <K> Map<K, Long> sum(Map<K, Long> some, Map<K, Long> next) {
    Map<K, Long> sum = new HashMap<>(some);
    next.forEach((of, n) -> sum.merge(of, n, Long::sum));
    return sum;
  }

  private static Map<String, InjectorStatistics> both(
      Map<String, InjectorStatistics> some, Map<String, InjectorStatistics> next) {
    if (next.isEmpty()) {
      return some;
    }
    Map<String, InjectorStatistics> both = new LinkedHashMap<>(some);
    next.forEach((name, now) -> both.merge(name, now, InjectorStatistics::then));
    return both;
  }

  public Duration length() {
    return end.minus(start);
  }

  /**
   * The time in which concurrent users sent nothing because of the generator: its standstills, and
   * the share of the rest of the time for which requests waited for it.
   */
  public Duration lost() {
    Duration still = standstills();
    Duration moving = length().minus(still);
    return moving.isNegative()
        ? still
        : still.plus(Duration.ofNanos((long) (ownShare * moving.toNanos())));
  }

  /** The time in which the generator stood still. */
  public Duration standstills() {
    return InjectorStatistics.pauses(vitals, injectors.values());
  }

  public double requestsPerSecond() {
    double seconds = end.minus(start).toNanos() / 1e9;
    return seconds == 0 ? 0 : requests / seconds;
  }

  /** The number of response times: all requests except messages of web sockets. */
  public long timed() {
    return answerable - unsent;
  }

  /** The share of failures, 0 to 1, in the answerable requests; 0 without any. */
  public double errorShare() {
    return answerable == 0 ? 0 : (double) failures / answerable;
  }

  /**
   * Users of the flow that have started. In a run with one flow, for which {@code flow} is empty,
   * all users.
   */
  public long arrived(Optional<RunFlow> flow) {
    return flow.map(f -> of(f, began)).orElse(arrived);
  }

  /**
   * Active users of the flow at the end. In a run with one flow, for which {@code flow} is empty,
   * all users.
   */
  public long active(Optional<RunFlow> flow) {
    return flow.map(f -> of(f, users)).orElseGet(this::activeUsers);
  }

  private static long of(RunFlow flow, Map<String, Long> users) {
    return users.entrySet().stream()
        .filter(of -> flow.has(of.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  public long activeUsers() {
    return users.values().stream().mapToLong(Long::longValue).sum();
  }
}
