package dev.onrush.metrics;

import dev.onrush.metrics.Series.Kind;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sum of a run's intervals: totals of every series, and one row of figures an interval. Its
 * size depends on the number of series and seconds, never on the number of requests.
 */
public final class Timeline {

  private static final Percentile P50 = new Percentile(50);
  private static final Percentile P95 = new Percentile(95);
  private static final Percentile P99 = new Percentile(99);

  /** How many intervals {@link #recent} looks back on. */
  public static final int RECENT = 5;

  private final Map<Series, Tally> totals = new HashMap<>();
  private final Map<String, Users> users = new TreeMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final Deque<Selection> recent = new ArrayDeque<>();
  private final FailureClusters failures = new FailureClusters();

  /**
   * The figures of one interval, over all requests.
   *
   * @param users active at its end, by user class
   * @param p50 in milliseconds, like the other times; 0 where there was no response
   * @param vitals of the generator
   * @param lag p99 of the time from when a user was due to when it began, in milliseconds
   * @param loopLag the longest time by which a timer on an event loop came late, in milliseconds
   * @param arrived users that began
   * @param service what the service said of itself, by metric
   * @param injectors of a run over several, each by its name, in order
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
      Map<String, Injector> injectors) {

    /** Of a run that has one injector. */
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
          start, end, requests, failures, p50, p95, p99, max, users, vitals, lag, loopLag, arrived,
          service, Map.of());
    }

    public Row {
      users = Collections.unmodifiableMap(new TreeMap<>(users));
      service = Map.copyOf(service);
      injectors = Collections.unmodifiableMap(new LinkedHashMap<>(injectors));
    }

    /** The row that one of its injectors would have had, as far as it is about that injector. */
    public Row of(Injector injector) {
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

    public double requestsPerSecond() {
      double seconds = end.minus(start).toNanos() / 1e9;
      return seconds == 0 ? 0 : requests / seconds;
    }

    public long activeUsers() {
      return users.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Adds the interval that follows; returns its row. */
  public Row add(Interval interval) {
    Selection of = new Selection();
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
              totals.computeIfAbsent(series, s -> new Tally()).add(tally);
              if (series.kind() == Kind.REQUEST) {
                of.add(series.outcome(), tally);
              }
            });
    Map<String, Long> active = new TreeMap<>();
    interval
        .users()
        .forEach(
            (userClass, now) -> {
              users.merge(userClass, now, Users::then);
              active.put(userClass, now.active());
            });
    Distribution times = of.all().times();
    Row row =
        new Row(
            interval.start(),
            interval.end(),
            of.requests(),
            of.failures(),
            times.at(P50),
            times.at(P95),
            times.at(P99),
            times.max(),
            active,
            interval.vitals(),
            lag.at(P99),
            loops.max(),
            interval.users().values().stream().mapToLong(Users::started).sum(),
            interval.service(),
            interval.injectors());
    rows.add(row);
    failures.add(interval);
    recent.addLast(of);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    return row;
  }

  /** All series seen so far. */
  public Map<Series, Tally> totals() {
    return Map.copyOf(totals);
  }

  /** Users since the run's start, by user class. */
  public Map<String, Users> users() {
    return Map.copyOf(users);
  }

  /** One row an interval, in order. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** The sum of the last {@value #RECENT} intervals, over all requests, for whoever watches. */
  public Selection recent() {
    Selection sum = new Selection();
    recent.forEach(sum::add);
    return sum;
  }

  /** How long has been recorded. */
  public Duration elapsed() {
    return rows.isEmpty() ? Duration.ZERO : rows.get(rows.size() - 1).end();
  }

  /** Names of {@code kind} in alphabetic order, by whatever {@code part} of the series. */
  public List<String> names(Kind kind, Function<Series, String> part) {
    TreeSet<String> names = new TreeSet<>();
    totals.keySet().stream().filter(s -> s.kind() == kind).map(part).forEach(names::add);
    return List.copyOf(names);
  }

  /** Failures that are alike, the most frequent first. */
  public List<FailureCluster> failures() {
    return failures.list();
  }

  /** The sum of all requests. */
  public Selection all() {
    return select(s -> s.kind() == Kind.REQUEST);
  }

  /** The sum of the series that {@code filter} accepts. */
  public Selection select(Predicate<Series> filter) {
    return Selection.of(totals, filter);
  }

  /** Some series, summed by outcome. */
  public static final class Selection {
    private final Tally ok = new Tally();
    private final Tally failed = new Tally();

    /** The sum of those of {@code tallies} that {@code filter} accepts. */
    public static Selection of(Map<Series, Tally> tallies, Predicate<Series> filter) {
      Selection selection = new Selection();
      tallies.forEach(
          (series, tally) -> {
            if (filter.test(series)) {
              selection.add(series.outcome(), tally);
            }
          });
      return selection;
    }

    private void add(Outcome outcome, Tally tally) {
      (outcome == Outcome.OK ? ok : failed).add(tally);
    }

    /** Adds all that {@code other} has. */
    public void add(Selection other) {
      ok.add(other.ok);
      failed.add(other.failed);
    }

    /** Successes and failures together. */
    public Tally all() {
      Tally all = new Tally();
      all.add(ok);
      all.add(failed);
      return all;
    }

    /** Successes only, whatever their status. */
    public Tally ok() {
      return ok;
    }

    public long requests() {
      return ok.requests() + failed.requests();
    }

    public long failures() {
      return failed.requests();
    }

    /**
     * Responses that passed their checks with a status below 400, or without a status; what a check
     * lets pass although it was refused, such as a 503 of back-pressure, is not among them.
     */
    public long successes() {
      long refused =
          ok.codes().entrySet().stream()
              .filter(e -> e.getKey().compareTo("400") >= 0)
              .mapToLong(Map.Entry::getValue)
              .sum();
      return ok.requests() - refused;
    }

    /** Failures in percent of requests; 0 without requests. */
    public double errorRate() {
      return requests() == 0 ? 0 : 100.0 * failures() / requests();
    }

    /** Failures by error text, the most frequent first. */
    public List<Map.Entry<String, Long>> errors() {
      return failed.errors().entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .toList();
    }
  }
}
