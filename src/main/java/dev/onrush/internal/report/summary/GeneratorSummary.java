package dev.onrush.internal.report.summary;

import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Marks;
import dev.onrush.internal.metrics.timeline.Marks.Peak;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.figure.LittlesLaw;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Summarises the generator for all reports: the load that it generated, and its own resource usage.
 */
public final class GeneratorSummary {

  /** The start delay above which a user counts as late, in milliseconds. */
  private static final double LATE = 10;

  /** The least share of the machine that is mentioned. */
  private static final double NOTABLE = 0.01;

  private final RunRecord result;

  public GeneratorSummary(RunRecord result) {
    this.result = result;
  }

  /** Returns the number of users who started more than {@value #LATE} ms after they were due. */
  public long late() {
    Distribution lag = result.timeline().select(s -> s.kind() == Kind.ARRIVAL).all().times();
    return lag.count() - lag.countUpTo(LATE);
  }

  /**
   * Returns the number of users that were due by arrival rates while there was load; empty without
   * an arrival rate.
   */
  public OptionalLong due() {
    return result.info().flows().stream()
        .flatMap(
            load -> load.profile().match(closed -> Stream.<Long>empty(), o -> Stream.of(due(o))))
        .mapToLong(Long::longValue)
        .reduce(Long::sum);
  }

  private long due(ArrivalRate open) {
    Duration loaded = result.timeline().loaded();
    Duration until = loaded.compareTo(open.duration()) < 0 ? loaded : open.duration();
    return (long) open.dueBy(until);
  }

  /** Describes the generator at its worst, in sentences; empty if it was not monitored. */
  public List<String> facts() {
    return result.timeline().marks().generator().map(this::facts).orElse(List.of());
  }

  private List<String> facts(Marks.Generator found) {
    List<String> facts = new ArrayList<>();
    result.info().flows().forEach(load -> facts.add(planned(load)));
    Selection arrivals = result.timeline().select(s -> s.kind() == Kind.ARRIVAL);
    Distribution lag = arrivals.all().times();
    if (lag.count() > 0) {
      facts.add(
          "start delay: p50 %s, p99 %s, max %s; %s of %s started more than %s late"
              .formatted(
                  Quantity.TIME.text(lag.at(Percentile.P50)),
                  Quantity.TIME.text(lag.at(Percentile.P99)),
                  Quantity.TIME.text(lag.max()),
                  Quantity.count(late()),
                  Quantity.count(lag.count(), "user"),
                  Quantity.TIME.text(LATE)));
    }
    waitedForThreads().ifPresent(facts::add);
    LittlesLaw.of(result.timeline(), result.info().phases())
        .ifPresent(law -> facts.add(law.text(result.info().facts().containsKey(RunInfo.PAUSES))));
    facts.add(
        "CPU of the generator: %s on average, %s max; of its machine: %s max"
            .formatted(
                percent(found.cpu() / found.intervals()),
                percent(found.cpuMax()),
                percent(found.machineCpu())));
    facts.add(
        "longest standstill: %s, of an event loop %s; garbage collection: %s in total; heap: %s max; open files: %s max"
            .formatted(
                Quantity.TIME.text((double) found.standstill()),
                Quantity.TIME.text(found.loopLag()),
                Quantity.TIME.text((double) found.gc()),
                percent(found.heap()),
                Quantity.count(found.openFiles())));
    machine(result.timeline().marks().host()).ifPresent(facts::add);
    List<Row> rows = result.timeline().rows();
    rows.stream()
        .flatMap(row -> row.injectors().keySet().stream())
        .distinct()
        .forEach(name -> facts.add(injector(name, rows)));
    return facts;
  }

  /** Describes the machine around the generator at its worst; empty if there is nothing notable. */
  private static Optional<String> machine(Map<HostFigure, Peak> peaks) {
    String known =
        peaks.entrySet().stream()
            .filter(peak -> peak.getValue().value() >= NOTABLE)
            .map(
                peak ->
                    machine(peak.getKey(), peak.getValue().value())
                        + " (at "
                        + Quantity.clock(peak.getValue().at())
                        + ")")
            .collect(Collectors.joining("; "));
    return known.isEmpty() ? Optional.empty() : Optional.of("machine: " + known);
  }

  private static String machine(HostFigure figure, double value) {
    return switch (figure) {
      case OTHERS -> "other processes used up to " + percent(value) + " of the processors";
      case STOLEN -> "the hypervisor took up to " + percent(value) + " of the processors";
      case THROTTLED ->
          "the processor quota was used up in up to "
              + percent(value)
              + " of its periods within a second";
      case CPU_PRESSURE ->
          "tasks waited for a processor for up to " + percent(value) + " of a second";
      case MEMORY_PRESSURE ->
          "tasks waited for memory for up to " + percent(value) + " of a second";
      case SWITCHES ->
          "up to " + Quantity.count(Math.round(value)) + " context switches per second";
    };
  }

  /** Returns how long calls of Java code waited for a thread; empty without calls. */
  public Optional<Distribution> callWaits() {
    Distribution waits =
        result
            .timeline()
            .select(s -> s.kind() == Kind.CALL && !s.name().equals(Series.CALL_RUNNING))
            .all()
            .times();
    return waits.count() == 0 ? Optional.empty() : Optional.of(waits);
  }

  private Optional<String> waitedForThreads() {
    return callWaits()
        .map(
            waits ->
                "calls waited for a thread: p50 %s, p95 %s, max %s; these waits are not part of any response time"
                    .formatted(
                        Quantity.TIME.text(waits.at(Percentile.P50)),
                        Quantity.TIME.text(waits.at(Percentile.P95)),
                        Quantity.TIME.text(waits.max())));
  }

  /** Describes one of several injectors at its worst. */
  private static String injector(String name, List<Row> rows) {
    List<InjectorStatistics> seen =
        rows.stream()
            .flatMap(row -> Optional.ofNullable(row.injectors().get(name)).stream())
            .filter(InjectorStatistics::hasReported)
            .toList();
    List<Vitals> vitals = seen.stream().flatMap(i -> i.vitals().stream()).toList();
    return "%s: users started: %s; start delay: p99 %s in the worst second; CPU: %s on average, %s max; longest standstill: %s, of an event loop %s; heap: %s max"
        .formatted(
            name,
            Quantity.count(seen.stream().mapToLong(InjectorStatistics::arrived).sum()),
            Quantity.TIME.text(seen.stream().mapToDouble(InjectorStatistics::lag).max().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::cpu).average().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::cpu).max().orElse(0)),
            Quantity.TIME.text(
                vitals.stream().mapToDouble(v -> v.standstill().toMillis()).max().orElse(0)),
            Quantity.TIME.text(
                seen.stream().mapToDouble(InjectorStatistics::loopLag).max().orElse(0)),
            percent(vitals.stream().mapToDouble(Vitals::heap).max().orElse(0)));
  }

  /**
   * Describes the planned and the actual load of a flow. If the run ended early, only the load that
   * was planned until then counts.
   */
  private String planned(FlowLoad load) {
    String of = load.name().map(name -> "flow " + name + ": ").orElse("");
    return of
        + load.profile()
            .match(
                closed ->
                    "peak users: %s planned, %s active"
                        .formatted(
                            Quantity.count(plannedAtThePeak(closed)),
                            Quantity.count(mostUsers(load))),
                open ->
                    "users due: %s; users started: %s"
                        .formatted(Quantity.count(due(open)), Quantity.count(arrived(load))));
  }

  private long arrived(FlowLoad load) {
    Timeline timeline = result.timeline();
    return load.flow()
        .map(flow -> timeline.rows().stream().mapToLong(row -> row.arrived(load.flow())).sum())
        .orElseGet(() -> timeline.marks().arrived());
  }

  private long mostUsers(FlowLoad load) {
    Timeline timeline = result.timeline();
    return load.flow()
        .map(
            flow ->
                timeline.rows().stream().mapToLong(row -> row.active(load.flow())).max().orElse(0))
        .orElseGet(this::mostUsers);
  }

  /** Returns the highest number of users. */
  public long mostUsers() {
    return result.timeline().marks().peakUsers();
  }

  /**
   * Returns the highest planned number of users. It is reached at an end of a stage, where the rows
   * of a long run, which cover several intervals, need not end.
   */
  private long plannedAtThePeak(ConcurrentUsers closed) {
    Timeline timeline = result.timeline();
    Duration loaded = timeline.loaded();
    Stream<Duration> rows =
        timeline.rows().stream().map(row -> row.end().compareTo(loaded) < 0 ? row.end() : loaded);
    Stream<Duration> stages =
        timeline.intervalsInARow() == 1
            ? Stream.empty()
            : closed.phases().stream()
                .flatMap(p -> Stream.of(p.start(), p.end()))
                .filter(at -> at.compareTo(loaded) <= 0);
    return Stream.concat(rows, stages).mapToLong(closed::usersAt).max().orElse(0);
  }

  private static String percent(double share) {
    return Quantity.SHARE.text(100 * share);
  }
}
