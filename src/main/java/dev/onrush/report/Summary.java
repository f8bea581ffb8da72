package dev.onrush.report;

import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Series;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.metrics.Vitals;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.run.RunInfo;
import dev.onrush.run.RunResult;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import dev.onrush.verdict.Judge;
import dev.onrush.verdict.LittlesLaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The tables that every report shows; made once, so that all show the same figures. */
final class Summary {

  /** The percentiles of a report, by their usual names. */
  static final List<Percentile> PERCENTILES =
      Stream.of(50, 66, 75, 80, 90, 95, 98, 99, 100).map(Percentile::new).toList();

  /**
   * Figures of some requests.
   *
   * @param perSecond requests by the time that the scope lasts
   */
  record Line(String name, Selection of, double perSecond) {
    Distribution times() {
      return of.all().times();
    }

    /** A figure for each of {@link #COLUMNS}; empty where there is nothing to measure. */
    List<OptionalDouble> figures() {
      Distribution times = times();
      List<OptionalDouble> figures = new ArrayList<>();
      figures.add(OptionalDouble.of((double) of.requests()));
      figures.add(OptionalDouble.of((double) of.failures()));
      figures.add(of.requests() == 0 ? OptionalDouble.empty() : OptionalDouble.of(of.errorRate()));
      figures.add(OptionalDouble.of(perSecond));
      DoubleStream.concat(
              DoubleStream.of(times.mean(), times.min(), times.max()),
              PERCENTILES.stream().mapToDouble(times::at))
          .mapToObj(time -> times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(time))
          .forEach(figures::add);
      return figures;
    }

    /** The figures as tables show them, times in milliseconds. */
    List<String> texts() {
      List<String> texts = new ArrayList<>();
      texts.add(Quantity.count(of.requests()));
      texts.add(Quantity.count(of.failures()));
      figures().stream()
          .skip(texts.size())
          .forEach(f -> texts.add(f.isEmpty() ? "-" : number(f.getAsDouble())));
      return texts;
    }
  }

  /** The percentile of tables with room for one. */
  static final Percentile P95 = new Percentile(95);

  /** Total, mean, least, p95, greatest, and the percentage that was yes, of a metric. */
  static final Function<Line, List<Double>> METRIC_FIGURES =
      line ->
          List.of(
              line.times().sum(),
              line.times().mean(),
              line.times().min(),
              line.times().at(P95),
              line.times().max(),
              100 - line.of().errorRate());

  /** What the service said of itself. */
  record Readings(
      String metric, long count, double first, double mean, double min, double max, double last) {}

  /** What the figures of a line are. */
  static final List<String> COLUMNS =
      Stream.concat(
              Stream.of("requests", "failures", "%", "req/s", "mean", "min", "max"),
              PERCENTILES.stream().map(Percentile::toString))
          .toList();

  /** In milliseconds. */
  private static final double LATE = 10;

  private final RunResult result;

  Summary(RunResult result) {
    this.result = result;
  }

  /** Over all requests. */
  Line total() {
    return line("All", Optional.empty(), s -> s.kind() == Kind.REQUEST);
  }

  List<Line> requests() {
    return lines(Series::name, Kind.REQUEST);
  }

  List<Line> groups() {
    return lines(Series::name, Kind.GROUP);
  }

  List<Line> userClasses() {
    return lines(Series::userClass, Kind.REQUEST);
  }

  /** In the order of the plan; wind-down last, if anything was sent in it. */
  List<Line> phases() {
    List<String> names =
        new ArrayList<>(result.info().phases().stream().map(Phase::name).distinct().toList());
    Timeline timeline = result.timeline();
    if (timeline.names(Kind.REQUEST, Series::phase).contains(Phase.WIND_DOWN)) {
      names.add(Phase.WIND_DOWN);
    }
    return names.stream()
        .map(
            name ->
                line(
                    name,
                    Optional.of(name),
                    s -> s.kind() == Kind.REQUEST && s.phase().equals(name)))
        .toList();
  }

  /** By request, then all, then all from when they were due, if the workload is an arrival rate. */
  List<Line> requestsAndTotals() {
    List<Line> lines = new ArrayList<>(requests());
    lines.add(total());
    fromDue().ifPresent(lines::add);
    return lines;
  }

  /** Users who began more than {@value #LATE} ms after they were due. */
  long late() {
    Distribution lag = result.timeline().select(s -> s.kind() == Kind.ARRIVAL).all().times();
    return lag.count() - lag.countUpTo(LATE);
  }

  /** Users who were due by an arrival rate, as far as the run went. */
  OptionalLong due() {
    if (!(result.info().profile().orElse(null) instanceof ArrivalRate open)) {
      return OptionalLong.empty();
    }
    Duration until =
        result.length().compareTo(open.duration()) < 0 ? result.length() : open.duration();
    return OptionalLong.of((long) open.arrivalsBy(until));
  }

  /** All responses of an arrival rate, from when they were due; empty for other workloads. */
  Optional<Line> fromDue() {
    Line line = line("All, from when due", Optional.empty(), s -> s.kind() == Kind.DUE);
    return line.of().requests() == 0 ? Optional.empty() : Optional.of(line);
  }

  /** How the generator was doing at its worst, in words; empty if it was not watched. */
  List<String> generator() {
    List<Row> rows =
        result.timeline().rows().stream().filter(row -> row.vitals().isPresent()).toList();
    if (rows.isEmpty()) {
      return List.of();
    }
    List<String> facts = new ArrayList<>();
    result.info().profile().ifPresent(profile -> facts.add(planned(profile)));
    Selection arrivals = result.timeline().select(s -> s.kind() == Kind.ARRIVAL);
    Distribution lag = arrivals.all().times();
    if (lag.count() > 0) {
      facts.add(
          "users began after they were due by: p50 %s, p99 %s, at most %s; of %s users %s more than %s late"
              .formatted(
                  Quantity.TIME.text(lag.at(new Percentile(50))),
                  Quantity.TIME.text(lag.at(new Percentile(99))),
                  Quantity.TIME.text(lag.max()),
                  Quantity.count(lag.count()),
                  Quantity.count(late()),
                  Quantity.TIME.text(LATE)));
    }
    LittlesLaw.of(result.timeline())
        .ifPresent(law -> facts.add(law.text(result.info().facts().containsKey(RunInfo.PAUSES))));
    facts.add(
        "processors busy by the generator: %s on average, %s at most; by everything on its machine: %s at most"
            .formatted(
                percent(rows.stream().mapToDouble(r -> vitals(r).cpu()).average().orElse(0)),
                percent(rows.stream().mapToDouble(r -> vitals(r).cpu()).max().orElse(0)),
                percent(rows.stream().mapToDouble(r -> vitals(r).machineCpu()).max().orElse(0))));
    facts.add(
        "longest standstill %s, of an event loop %s; garbage collection %s in all; heap %s at most; files open %s at most"
            .formatted(
                Quantity.TIME.text(
                    rows.stream()
                        .mapToDouble(r -> vitals(r).standstill().toMillis())
                        .max()
                        .orElse(0)),
                Quantity.TIME.text(rows.stream().mapToDouble(Row::loopLag).max().orElse(0)),
                Quantity.TIME.text(rows.stream().mapToDouble(r -> vitals(r).gc().toMillis()).sum()),
                percent(rows.stream().mapToDouble(r -> vitals(r).heap()).max().orElse(0)),
                Quantity.count(
                    rows.stream().mapToLong(r -> vitals(r).openFiles()).max().orElse(0))));
    return facts;
  }

  /** Of a run that was ended early, what was planned until then. */
  private String planned(LoadProfile profile) {
    List<Row> rows = result.timeline().rows();
    if (due().isPresent()) {
      return "users that were due: %s; that began: %s"
          .formatted(
              Quantity.count(due().getAsLong()),
              Quantity.count(rows.stream().mapToLong(Row::arrived).sum()));
    }
    ConcurrentUsers closed = (ConcurrentUsers) profile;
    return "users at the peak: %s planned, %s active"
        .formatted(
            Quantity.count(
                rows.stream().mapToLong(row -> closed.usersAt(row.end())).max().orElse(0)),
            Quantity.count(rows.stream().mapToLong(Row::activeUsers).max().orElse(0)));
  }

  private static Vitals vitals(Row row) {
    return row.vitals().orElseThrow();
  }

  private static String percent(double share) {
    return Quantity.SHARE.text(100 * share);
  }

  /** What the simulation recorded itself; a value of 1 is a time of 1 ms. */
  List<Line> metrics() {
    return lines(Series::name, Kind.METRIC);
  }

  /** What the service said of itself, by metric. */
  List<Readings> service() {
    Map<String, List<Double>> byMetric = new TreeMap<>();
    result
        .timeline()
        .rows()
        .forEach(
            row ->
                row.service()
                    .forEach(
                        (metric, value) ->
                            byMetric.computeIfAbsent(metric, m -> new ArrayList<>()).add(value)));
    return byMetric.entrySet().stream()
        .map(
            e -> {
              List<Double> values = e.getValue();
              DoubleSummaryStatistics of =
                  values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
              return new Readings(
                  e.getKey(),
                  values.size(),
                  values.get(0),
                  of.getAverage(),
                  of.getMin(),
                  of.getMax(),
                  values.get(values.size() - 1));
            })
        .toList();
  }

  /** What was held at which level; nothing of a run that was steered by hand, or searched. */
  Levels levels() {
    return !result.interventions().isEmpty() || result.capacity().isPresent()
        ? Levels.NONE
        : Levels.of(result.info().phases(), phases());
  }

  /** Three significant digits, as many as the histograms keep. */
  static String number(double value) {
    String withUnit = Quantity.FREQUENCY.text(value);
    return withUnit.substring(0, withUnit.length() - 2);
  }

  private List<Line> lines(Function<Series, String> by, Kind kind) {
    return result.timeline().names(kind, by).stream()
        .map(
            name -> line(name, Optional.empty(), s -> s.kind() == kind && by.apply(s).equals(name)))
        .toList();
  }

  private Line line(String name, Optional<String> phase, Predicate<Series> filter) {
    Selection of = result.timeline().select(filter);
    Duration length = Judge.lengthOf(phase, result.info().phases(), result.length());
    double seconds = length.toNanos() / 1e9;
    return new Line(name, of, seconds == 0 ? 0 : of.requests() / seconds);
  }
}
