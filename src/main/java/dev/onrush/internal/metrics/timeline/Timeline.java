package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sum of a run's intervals: totals of every series, rows of figures over time, and extremes of
 * single intervals. Its size depends on the number of series, and not on the number of requests or
 * intervals: a row is one interval in the first two hours, and several intervals in a longer run.
 * Everything but the rows considers each interval separately, however long the run is.
 */
public final class Timeline {

  /** The number of intervals that {@link #recent} covers. */
  public static final int RECENT = 5;

  /** Two hours of seconds. */
  private static final int ROWS = 7_200;

  /** The greatest share of the users' time that is taken for the generator's own. */
  private static final double MOST_OWN = 0.95;

  private final Map<Series, Tally> totals = new HashMap<>();
  private final Map<String, Users> users = new TreeMap<>();
  private final Cells<Timed> rows;
  private final Deque<Selection> recent = new ArrayDeque<>();
  private final Deque<Row> recentRows = new ArrayDeque<>();
  private final Marks marks = new Marks();
  private final Map<String, Readings> service = new TreeMap<>();
  private final FailureClusters failures = new FailureClusters();
  private Optional<Duration> endOfLoad = Optional.empty();

  /**
   * Creates an empty timeline. A row is one interval in the first two hours, and several intervals
   * in a longer run.
   */
  public Timeline() {
    this(ROWS);
  }

  Timeline(int rows) {
    this.rows = new Cells<>(rows, Timed::then);
  }

  /** Creates an empty timeline that keeps one row for each interval, without a limit. */
  public static Timeline ofEachInterval() {
    return new Timeline(Integer.MAX_VALUE);
  }

  /** A row with the distributions that are needed to add another row to it. */
  private record Timed(Row row, Buckets times, Buckets lag) {
    Timed then(Timed next) {
      Buckets bothTimes = times.and(next.times);
      Buckets bothLag = lag.and(next.lag);
      return new Timed(row.then(next.row, bothTimes, bothLag), bothTimes, bothLag);
    }
  }

  /** Adds the next interval and returns its row. */
  public Row add(Interval interval) {
    Selection of = Selection.of(interval, Kind.REQUEST);
    Distribution lag = Selection.of(interval, Kind.ARRIVAL).all().times();
    Distribution loops = Selection.of(interval, Kind.EVENT_LOOP).all().times();
    Tally.add(totals, interval.tallies());
    Map<String, Long> active = new TreeMap<>();
    Map<String, Long> began = new HashMap<>();
    interval
        .users()
        .forEach(
            (userClass, now) -> {
              users.merge(userClass, now, Users::then);
              active.put(userClass, now.active());
              began.put(userClass, now.started());
            });
    Distribution times = of.all().times();
    Row row =
        new Row(
            interval.start(),
            interval.end(),
            of.requests(),
            of.failures(),
            times.at(Percentile.P50),
            times.at(Percentile.P95),
            times.at(Percentile.P99),
            times.max(),
            active,
            interval.vitals(),
            lag.at(Percentile.P99),
            loops.max(),
            interval.startedUsers(),
            interval.service(),
            interval.injectors(),
            of.unsent(),
            of.answerable(),
            shortages(interval),
            began,
            CallTimes.of(interval.tallies()),
            ownShare(of.all(), interval));
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

  /** The share of the users' time for which their requests waited for the generator itself. */
  private static double ownShare(Tally requests, Interval interval) {
    long users =
        interval.users().values().stream().mapToLong(now -> now.active() + now.ended()).sum();
    double time = users * (interval.length().toNanos() / 1e6);
    if (time == 0 || !requests.isLeastKnown()) {
      return 0;
    }
    double own = requests.times().sum() - requests.atLeast().times().sum();
    return Math.max(0, Math.min(MOST_OWN, own / time));
  }

  private static Map<Shortage, Long> shortages(Interval interval) {
    Map<Shortage, Long> shortages = new EnumMap<>(Shortage.class);
    interval.forEachRequest(
        (series, tally) -> {
          if (!series.outcome().isSuccess()) {
            tally
                .failures()
                .forEach(
                    (failure, n) ->
                        Shortage.of(failure).ifPresent(of -> shortages.merge(of, n, Long::sum)));
          }
        });
    return shortages;
  }

  /** The tallies of all series so far. */
  public Map<Series, Tally> totals() {
    return Map.copyOf(totals);
  }

  /** Users since the run's start, by user class. */
  public Map<String, Users> users() {
    return Map.copyOf(users);
  }

  /** The rows in order. Each is one interval, unless {@link #intervalsInARow} is greater than 1. */
  public List<Row> rows() {
    return rows.list().stream().map(cell -> cell.content().row()).toList();
  }

  /** The number of intervals in one row. */
  public int intervalsInARow() {
    return rows.intervals();
  }

  /** The rows of the last {@value #RECENT} intervals, one for each interval. */
  public List<Row> recentRows() {
    return List.copyOf(recentRows);
  }

  /** The extremes of single intervals. */
  public Marks marks() {
    return marks;
  }

  /** The metrics of the service over the whole run, by name. */
  public Map<String, Readings> service() {
    return Collections.unmodifiableMap(service);
  }

  /** The sum of the last {@value #RECENT} intervals, over all requests, for live views. */
  public Selection recent() {
    Selection sum = new Selection();
    recent.forEach(sum::add);
    return sum;
  }

  /** The time that has been recorded so far. */
  public Duration elapsed() {
    return recentRows.isEmpty() ? Duration.ZERO : recentRows.getLast().end();
  }

  /**
   * Sets the end of the load to the end of the last recorded interval, unless it is already set.
   * The part that sends the load may set the moment later.
   */
  public void endLoad() {
    endOfLoad = Optional.of(endOfLoad.orElseGet(this::elapsed));
  }

  /** Sets when the load of the run was ended, as far as is known so far; see {@link #endOfLoad}. */
  public void endLoad(Duration at) {
    endLoad(Optional.of(at));
  }

  /** Sets when the load of a run that is read from a file was ended; empty if it was not. */
  public void endLoad(Optional<Duration> at) {
    endOfLoad = at;
  }

  /**
   * When the load of the run was ended before all users had left; empty if it was not. The cause
   * may be a threshold, certainty, a longest duration, the simulation itself, or a user who stops
   * the run. Samples that are recorded later are answers that were awaited.
   */
  public Optional<Duration> endOfLoad() {
    return endOfLoad;
  }

  /**
   * The time by which counts are divided to get rates: the recorded time up to the end of the load.
   */
  public Duration loaded() {
    Duration elapsed = elapsed();
    // A log may state the end of the load before the intervals up to that moment are read.
    return endOfLoad.filter(at -> at.compareTo(elapsed) < 0).orElse(elapsed);
  }

  /** The distinct values of {@code part} over all series of {@code kind}, in alphabetical order. */
  public List<String> names(Kind kind, Function<Series, String> part) {
    TreeSet<String> names = new TreeSet<>();
    totals.keySet().stream().filter(s -> s.kind() == kind).map(part).forEach(names::add);
    return List.copyOf(names);
  }

  /** The clusters of failures that are alike, the most frequent first. */
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

  /** The sums of all series of the kind, grouped by {@code part}, in alphabetical order. */
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
}
