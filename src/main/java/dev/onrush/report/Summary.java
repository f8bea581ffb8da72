package dev.onrush.report;

import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Injector;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.metrics.Vitals;
import dev.onrush.page.Line;
import dev.onrush.page.Lines;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.LoadProfile;
import dev.onrush.run.RunInfo;
import dev.onrush.run.RunResult;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import dev.onrush.verdict.LittlesLaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** The tables that every report shows; made once, so that all show the same figures. */
final class Summary {

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

  /** In milliseconds. */
  private static final double LATE = 10;

  private final RunResult result;
  private final Lines lines;

  Summary(RunResult result) {
    this.result = result;
    this.lines = new Lines(result.timeline(), result.info().phases());
  }

  /** Over all requests. */
  Line total() {
    return lines.total();
  }

  List<Line> requests() {
    return lines.requests();
  }

  List<Line> groups() {
    return lines.groups();
  }

  List<Line> userClasses() {
    return lines.userClasses();
  }

  /** In the order of the plan; wind-down last, if anything was sent in it. */
  List<Line> phases() {
    return lines.phases();
  }

  /** By request, then all, then all from when they were due, if the workload is an arrival rate. */
  List<Line> requestsAndTotals() {
    List<Line> all = new ArrayList<>(requests());
    all.add(total());
    fromDue().ifPresent(all::add);
    return all;
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
    return lines.fromDue();
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
    rows.stream()
        .flatMap(row -> row.injectors().keySet().stream())
        .distinct()
        .forEach(name -> facts.add(injector(name, rows)));
    return facts;
  }

  /** How one of several injectors was doing at its worst. */
  private static String injector(String name, List<Row> rows) {
    List<Injector> seen =
        rows.stream()
            .flatMap(row -> Optional.ofNullable(row.injectors().get(name)).stream())
            .filter(Injector::hasTold)
            .toList();
    List<Vitals> vitals = seen.stream().flatMap(i -> i.vitals().stream()).toList();
    return "%s: users that began: %s, each second late by p99 %s at most; processors busy: %s on average, %s at most; longest standstill %s, of an event loop %s; heap %s at most"
        .formatted(
            name,
            Quantity.count(seen.stream().mapToLong(Injector::arrived).sum()),
            Quantity.TIME.text(seen.stream().mapToDouble(Injector::lag).max().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::cpu).average().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::cpu).max().orElse(0)),
            Quantity.TIME.text(
                vitals.stream().mapToDouble(v -> v.standstill().toMillis()).max().orElse(0)),
            Quantity.TIME.text(seen.stream().mapToDouble(Injector::loopLag).max().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::heap).max().orElse(0)));
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
    return lines.metrics();
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
}
