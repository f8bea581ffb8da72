package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a run's intervals: totals of every series, rows of figures over time, and what was the
 * most or the first at any time. Its size depends on the number of series, never on the number of
 * requests, and not on that of intervals either: a row is an interval for two hours, and more than
 * one after that. Everything but the rows is of each single interval, however long the run is.
 */
public final class Timeline {

  private static final Percentile P50 = new Percentile(50);
  private static final Percentile P95 = new Percentile(95);
  private static final Percentile P99 = new Percentile(99);

  /** How many intervals {@link #recent} looks back on. */
  public static final int RECENT = 5;

  /** Two hours of seconds. */
  private static final int ROWS = 7_200;

  private final Map<Series, Tally> totals = new HashMap<>();
  private final Map<String, Users> users = new TreeMap<>();
  private final Cells<Timed> rows;
  private final Deque<Selection> recent = new ArrayDeque<>();
  private final Deque<Row> recentRows = new ArrayDeque<>();
  private final Marks marks = new Marks();
  private final Map<String, Readings> service = new TreeMap<>();
  private final FailureClusters failures = new FailureClusters();

  /** Nothing yet; rows are an interval each for two hours, and coarser after that. */
  public Timeline() {
    this(ROWS);
  }

  Timeline(int rows) {
    this.rows = new Cells<>(rows, Timed::then);
  }

  /** Nothing yet; each interval keeps its row, however many there are. */
  public static Timeline ofEachInterval() {
    return new Timeline(Integer.MAX_VALUE);
  }

  /** A row, with what it takes to add another one to it. */
  private record Timed(Row row, Buckets times, Buckets lag) {
    Timed then(Timed next) {
      Buckets bothTimes = times.and(next.times);
      Buckets bothLag = lag.and(next.lag);
      return new Timed(row.then(next.row, bothTimes, bothLag), bothTimes, bothLag);
    }
  }

  /**
   * The figures of one interval, or of some that follow each other, over all requests.
   *
   * @param users active at its end, by user class
   * @param p50 in milliseconds, like the other times; 0 where there was no response
   * @param vitals of the generator
   * @param lag p99 of the time from when a user was due to when it began, in milliseconds
   * @param loopLag the longest time by which a timer on an event loop came late, in milliseconds
   * @param arrived users that began
   * @param service what the service said of itself last, by metric
   * @param injectors of a run over several, each by its name, in order
   * @param unsent failures of which nothing was sent; they are among {@code failures} and not among
   *     {@code requests}
   * @param shortages failures that are the generator's own, by what it had run out of
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
      Map<Shortage, Long> shortages) {

    /** Of a run that has one injector, where all was sent and nothing ran out. */
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
          service, Map.of(), 0, Map.of());
    }

    public Row {
      users = Collections.unmodifiableMap(new TreeMap<>(users));
      service = Map.copyOf(service);
      injectors = Collections.unmodifiableMap(new LinkedHashMap<>(injectors));
      shortages = Map.copyOf(shortages);
    }

    /** The row that one of its injectors would have had, as far as it is about that injector. */
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

    private Row then(Row next, Buckets times, Buckets lags) {
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
          times.at(P50),
          times.at(P95),
          times.at(P99),
          times.max(),
          next.users,
          vitals.isEmpty() || next.vitals.isEmpty()
              ? vitals.or(() -> next.vitals)
              : Optional.of(vitals.get().then(length(), next.vitals.get(), next.length())),
          lags.at(P99),
          Math.max(loopLag, next.loopLag),
          arrived + next.arrived,
          readings,
          both(injectors, next.injectors),
          unsent + next.unsent,
          sum(shortages, next.shortages));
    }

    private static Map<Shortage, Long> sum(Map<Shortage, Long> some, Map<Shortage, Long> next) {
      Map<Shortage, Long> sum = new EnumMap<>(Shortage.class);
      sum.putAll(some);
      next.forEach((shortage, n) -> sum.merge(shortage, n, Long::sum));
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

    public double requestsPerSecond() {
      double seconds = end.minus(start).toNanos() / 1e9;
      return seconds == 0 ? 0 : requests / seconds;
    }

    /** Failures as a share, 0 to 1, of what was sent or was to be; 0 without any. */
    public double errorShare() {
      long attempts = requests + unsent;
      return attempts == 0 ? 0 : (double) failures / attempts;
    }

    public long activeUsers() {
      return users.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Adds the interval that follows; returns its row. */
  public Row add(Interval interval) {
    Selection of = Selection.of(interval.tallies(), s -> s.kind() == Kind.REQUEST);
    Distribution lag = times(interval, Kind.ARRIVAL);
    Distribution loops = times(interval, Kind.EVENT_LOOP);
    Tally.add(totals, interval.tallies());
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
            interval.injectors(),
            of.unsent(),
            shortages(interval));
    rows.add(row.start(), row.end(), new Timed(row, times.buckets(), lag.buckets()));
    marks.add(row);
    row.service()
        .forEach(
            (metric, value) -> service.computeIfAbsent(metric, m -> new Readings()).add(value));
    failures.add(interval);
    recent.addLast(of);
    recentRows.addLast(row);
    if (recent.size() > RECENT) {
      recent.removeFirst();
      recentRows.removeFirst();
    }
    return row;
  }

  private static Map<Shortage, Long> shortages(Interval interval) {
    Map<Shortage, Long> shortages = new EnumMap<>(Shortage.class);
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.REQUEST && series.outcome() != Outcome.OK) {
                tally
                    .failures()
                    .forEach(
                        (failure, n) ->
                            Shortage.of(failure)
                                .ifPresent(of -> shortages.merge(of, n, Long::sum)));
              }
            });
    return shortages;
  }

  private static Distribution times(Interval interval, Kind kind) {
    return Selection.of(interval.tallies(), s -> s.kind() == kind).all().times();
  }

  /** All series seen so far. */
  public Map<Series, Tally> totals() {
    return Map.copyOf(totals);
  }

  /** Users since the run's start, by user class. */
  public Map<String, Users> users() {
    return Map.copyOf(users);
  }

  /** In order; one row an interval, unless {@link #intervalsInARow} says otherwise. */
  public List<Row> rows() {
    return rows.list().stream().map(cell -> cell.content().row()).toList();
  }

  /** How many intervals make a row. */
  public int intervalsInARow() {
    return rows.intervals();
  }

  /** The rows of the last {@value #RECENT} intervals, one each. */
  public List<Row> recentRows() {
    return List.copyOf(recentRows);
  }

  /** What stands out among the intervals. */
  public Marks marks() {
    return marks;
  }

  /** What the service said of itself over the whole run, by metric. */
  public Map<String, Readings> service() {
    return Collections.unmodifiableMap(service);
  }

  /** The sum of the last {@value #RECENT} intervals, over all requests, for whoever watches. */
  public Selection recent() {
    Selection sum = new Selection();
    recent.forEach(sum::add);
    return sum;
  }

  /** How long has been recorded. */
  public Duration elapsed() {
    return recentRows.isEmpty() ? Duration.ZERO : recentRows.getLast().end();
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

  /** The sums of the series of a kind, by whatever {@code part} of the series, in order. */
  public Map<String, Selection> selectBy(Kind kind, Function<Series, String> part) {
    Map<String, Map<Series, Tally>> parts = new TreeMap<>();
    totals.forEach(
        (series, tally) -> {
          if (series.kind() == kind) {
            parts.computeIfAbsent(part.apply(series), p -> new HashMap<>()).put(series, tally);
          }
        });
    Map<String, Selection> selections = new TreeMap<>();
    parts.forEach((name, tallies) -> selections.put(name, Selection.of(tallies, s -> true)));
    return selections;
  }

  /** Some series, summed by outcome. */
  public static final class Selection {
    private final Map<Outcome, Tally> parts;

    /** Until something is added, as it is asked for again and again. */
    private @Nullable Tally all;

    /** Nothing yet. */
    public Selection() {
      this(new EnumMap<>(Outcome.class));
      for (Outcome outcome : Outcome.values()) {
        parts.put(outcome, new Tally());
      }
    }

    private Selection(Map<Outcome, Tally> parts) {
      this.parts = parts;
    }

    /** The sum of those of {@code tallies} that {@code filter} accepts. */
    public static Selection of(Map<Series, Tally> tallies, Predicate<Series> filter) {
      Map<Outcome, List<Tally>> found = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        found.put(outcome, new ArrayList<>());
      }
      tallies.forEach(
          (series, tally) -> {
            if (filter.test(series)) {
              of(found, series.outcome()).add(tally);
            }
          });
      Map<Outcome, Tally> parts = new EnumMap<>(Outcome.class);
      found.forEach((outcome, some) -> parts.put(outcome, Tally.sum(some)));
      return new Selection(parts);
    }

    private static <T> T of(Map<Outcome, T> parts, Outcome outcome) {
      return Objects.requireNonNull(parts.get(outcome));
    }

    private Tally of(Outcome outcome) {
      return of(parts, outcome);
    }

    /** Adds all that {@code other} has. */
    public void add(Selection other) {
      all = null;
      parts.forEach((outcome, part) -> part.add(other.of(outcome)));
    }

    /**
     * Goes on with all but {@code gone}, which was added before.
     *
     * @param left what is left of what was added
     */
    public void remove(Selection gone, Collection<Selection> left) {
      all = null;
      parts.forEach(
          (outcome, part) -> {
            part.remove(gone.of(outcome));
            part.times().between(left.stream().map(other -> other.of(outcome).times()).toList());
          });
    }

    /** All that was sent. */
    public Tally all() {
      Tally known = all;
      if (known == null) {
        List<Tally> sent =
            parts.entrySet().stream()
                .filter(part -> part.getKey().sent() && part.getValue().requests() > 0)
                .map(Map.Entry::getValue)
                .toList();
        known = sent.size() == 1 ? sent.get(0) : Tally.sum(sent);
        all = known;
      }
      return known;
    }

    /** Successes only, whatever their status. */
    public Tally ok() {
      return of(Outcome.OK);
    }

    /** Requests that were sent. */
    public long requests() {
      return ok().requests() + of(Outcome.FAILED).requests() + unanswered();
    }

    /** The same if all that had no answer when the run ended had been answered well, then. */
    public Selection ifAnswered() {
      return with(Outcome.OK, of(Outcome.UNANSWERED));
    }

    /** The same if all that had no answer when the run ended had failed after this time. */
    public Selection ifFailedAfter(Duration time) {
      Tally failed = new Tally();
      for (long n = unanswered(); n > 0; n--) {
        failed.count(time.toNanos() / 1000, "", "");
      }
      return with(Outcome.FAILED, failed);
    }

    private Selection with(Outcome outcome, Tally instead) {
      Map<Outcome, Tally> other = new EnumMap<>(parts);
      other.put(Outcome.UNANSWERED, new Tally());
      other.put(outcome, Tally.sum(List.of(of(outcome), instead)));
      return new Selection(other);
    }

    /** Requests that had no answer when the run ended. */
    public long unanswered() {
      return of(Outcome.UNANSWERED).requests();
    }

    /** Requests that could not be built, and functions of the script that threw. */
    public long unsent() {
      return of(Outcome.CRASHED).requests();
    }

    /** Requests, and what was to be one. */
    public long attempts() {
      return requests() + unsent();
    }

    /** Requests that failed or had no answer, and what could not be sent. */
    public long failures() {
      return of(Outcome.FAILED).requests() + unanswered() + unsent();
    }

    /**
     * Responses that passed their checks with a status below 400, or without a status; what a check
     * lets pass although it was refused, such as a 503 of back-pressure, is not among them.
     */
    public long successes() {
      long refused =
          ok().codes().entrySet().stream()
              .filter(e -> e.getKey().compareTo("400") >= 0)
              .mapToLong(Map.Entry::getValue)
              .sum();
      return ok().requests() - refused;
    }

    /** Failures in percent of attempts; 0 without any. */
    public double errorRate() {
      return attempts() == 0 ? 0 : 100.0 * failures() / attempts();
    }

    /** Failures by error text, the most frequent first. */
    public List<Map.Entry<String, Long>> errors() {
      Map<String, Long> errors = new HashMap<>();
      parts
          .values()
          .forEach(part -> part.errors().forEach((e, n) -> errors.merge(e, n, Long::sum)));
      return errors.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .toList();
    }
  }
}
