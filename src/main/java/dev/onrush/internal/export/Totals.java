package dev.onrush.internal.export;

import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The sum of a run's intervals by metric. For use by one thread. */
final class Totals {

  private static final String RUNNING = "RUNNING";

  private final Map<String, String> run;
  private final Instant started;
  private final Map<ExportedMetric, Map<Map<String, String>, Double>> amounts =
      new EnumMap<>(ExportedMetric.class);
  private final Map<ExportedMetric, Map<Map<String, String>, Samples>> samples =
      new EnumMap<>(ExportedMetric.class);
  private final TreeSet<String> phases = new TreeSet<>();

  Totals(RunInfo info, Path folder) {
    run = new LinkedHashMap<>();
    run.put("simulation", info.simulation());
    run.put("plan", info.plan());
    run.put("folder", String.valueOf(folder.getFileName()));
    run.put("version", info.facts().getOrDefault("onrush", ""));
    started = info.started();
    set(ExportedMetric.RUN, run, 1);
    set(ExportedMetric.INTERVENTIONS, Map.of(), 0);
    verdict(RUNNING);
  }

  /** Adds the next interval and the other values that are known after it. */
  void add(IntervalSnapshot moment) {
    Interval interval = moment.interval();
    interval.tallies().forEach(this::add);
    interval
        .users()
        .forEach(
            (userClass, users) -> {
              Map<String, String> labels = Map.of("user_class", userClass);
              set(ExportedMetric.USERS_ACTIVE, labels, users.active());
              increase(ExportedMetric.USERS_STARTED, labels, users.started());
              increase(ExportedMetric.USERS_ENDED, labels, users.ended());
            });
    interval.vitals().ifPresent(this::add);
    set(
        ExportedMetric.GENERATOR_LOOP_LAG,
        Map.of(),
        interval.tallies().entrySet().stream()
                .filter(e -> e.getKey().kind() == Kind.EVENT_LOOP)
                .mapToDouble(e -> e.getValue().times().max())
                .max()
                .orElse(0)
            / 1000);
    moment.levels().forEach((labels, level) -> set(ExportedMetric.PLANNED_LEVEL, labels, level));
    phases.addAll(moment.phases());
    phases.forEach(
        phase ->
            set(
                ExportedMetric.PHASE,
                Map.of("phase", phase),
                moment.current().contains(phase) ? 1 : 0));
    set(ExportedMetric.ELAPSED, Map.of(), interval.end().toNanos() / 1e9);
    set(ExportedMetric.INTERVENTIONS, Map.of(), moment.interventions());
    moment.judgements().forEach(this::judged);
  }

  /** Adds what is known only at the end of the run. */
  void end(RunRecord result) {
    result.judgements().forEach(this::judged);
    set(ExportedMetric.INTERVENTIONS, Map.of(), result.interventions().size());
    verdict(result.verdict().name());
  }

  /** Sets how many exports the exporter of this name has missed. */
  void missed(String exporter, long times) {
    set(ExportedMetric.EXPORT_MISSED, Map.of("exporter", exporter), times);
  }

  /** Returns all metrics as they are now. */
  MetricsSnapshot snapshot(boolean last) {
    Map<ExportedMetric, List<Point>> points = new EnumMap<>(ExportedMetric.class);
    amounts.forEach(
        (metric, of) -> {
          List<Point> all = new ArrayList<>();
          of.forEach((labels, number) -> all.add(new Point(labels, new Amount(number))));
          points.put(metric, all);
        });
    samples.forEach(
        (metric, of) -> {
          List<Point> all = new ArrayList<>();
          of.forEach((labels, some) -> all.add(new Point(labels, some.spread())));
          points.put(metric, all);
        });
    return new MetricsSnapshot(run, started, Instant.now(), points, last);
  }

  private void add(Series series, Tally tally) {
    String outcome = series.outcome().plain().name().toLowerCase(Locale.ROOT);
    switch (series.kind()) {
      case REQUEST -> {
        Map<String, String> of =
            Map.of(
                "request",
                series.name(),
                "user_class",
                series.userClass(),
                "phase",
                series.phase());
        Map<String, String> ended = with(of, "outcome", outcome);
        if (!series.outcome().sent()) {
          increase(ExportedMetric.UNSENT, of, tally.requests());
        } else {
          increase(ExportedMetric.REQUESTS, ended, tally.requests());
          samples(ExportedMetric.RESPONSE_TIME, ended).add(tally.times());
        }
        tally
            .codes()
            .forEach((code, n) -> increase(ExportedMetric.RESPONSES, with(of, "code", code), n));
        tally.failures().forEach(this::failed);
      }
      case GROUP ->
          samples(ExportedMetric.GROUP_TIME, named("group", series, outcome)).add(tally.times());
      case METRIC ->
          samples(ExportedMetric.CUSTOM, named("metric", series, outcome)).add(tally.times());
      case ARRIVAL ->
          samples(ExportedMetric.ARRIVAL_LAG, Map.of("user_class", series.userClass()))
              .add(tally.times());
      case EVENT_LOOP, BURST, DUE, WAIT, CALL, GROUP_WITHOUT_PAUSES -> {
        // the relevant figures of these kinds are in other metrics
      }
    }
  }

  private static Map<String, String> named(String kind, Series series, String outcome) {
    return Map.of(
        kind,
        series.name(),
        "user_class",
        series.userClass(),
        "phase",
        series.phase(),
        "outcome",
        outcome);
  }

  private void failed(Failure failure, long times) {
    increase(
        ExportedMetric.FAILURES, Map.of("code", failure.code(), "error", failure.text()), times);
  }

  private void add(Vitals vitals) {
    set(ExportedMetric.GENERATOR_CPU, Map.of(), vitals.cpu());
    set(ExportedMetric.MACHINE_CPU, Map.of(), vitals.machineCpu());
    set(ExportedMetric.GENERATOR_HEAP, Map.of(), vitals.heap());
    increase(ExportedMetric.GENERATOR_GC, Map.of(), vitals.gc().toNanos() / 1e9);
    set(ExportedMetric.GENERATOR_STANDSTILL, Map.of(), vitals.standstill().toNanos() / 1e9);
    set(ExportedMetric.GENERATOR_FILES, Map.of(), vitals.openFiles());
  }

  private void judged(Judgement judgement) {
    Threshold threshold = judgement.threshold();
    Map<String, String> of =
        Map.of(
            "threshold",
            threshold.toString(),
            "severity",
            threshold.severity().name().toLowerCase(Locale.ROOT));
    Map<String, String> measured = with(of, "unit", unit(threshold.measure().quantity()));
    // A threshold that has no figure any more, for example because its window has passed, must not
    // keep its last one.
    remove(ExportedMetric.THRESHOLD_ACTUAL, measured);
    judgement.actual().ifPresent(actual -> set(ExportedMetric.THRESHOLD_ACTUAL, measured, actual));
    bounds(threshold.condition())
        .forEach(
            (sign, bound) ->
                set(ExportedMetric.THRESHOLD_BOUND, with(measured, "sign", sign), bound));
    set(ExportedMetric.THRESHOLD_SAMPLES, of, judgement.samples());
    for (Verdict verdict : Verdict.values()) {
      set(
          ExportedMetric.THRESHOLD_VERDICT,
          with(of, "verdict", verdict.name()),
          verdict == judgement.verdict() ? 1 : 0);
    }
  }

  private static Map<String, Double> bounds(Condition condition) {
    return condition.sides().stream()
        .collect(Collectors.toMap(side -> side.comparison().sign(), Bound::bound));
  }

  private static String unit(Quantity quantity) {
    return switch (quantity) {
      case TIME -> "ms";
      case SHARE -> "%";
      case FREQUENCY -> "/s";
      case COUNT, NUMBER -> "";
    };
  }

  private void verdict(String now) {
    set(ExportedMetric.VERDICT, Map.of("verdict", RUNNING), now.equals(RUNNING) ? 1 : 0);
    for (Verdict verdict : Verdict.values()) {
      set(
          ExportedMetric.VERDICT,
          Map.of("verdict", verdict.name()),
          now.equals(verdict.name()) ? 1 : 0);
    }
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }

  private Map<Map<String, String>, Double> amounts(ExportedMetric metric) {
    return amounts.computeIfAbsent(metric, m -> new LinkedHashMap<>());
  }

  private void set(ExportedMetric metric, Map<String, String> labels, double number) {
    amounts(metric).put(labels, number);
  }

  private void set(ExportedMetric metric, Map<String, String> labels, long count) {
    set(metric, labels, (double) count);
  }

  private void increase(ExportedMetric metric, Map<String, String> labels, long by) {
    increase(metric, labels, (double) by);
  }

  private void increase(ExportedMetric metric, Map<String, String> labels, double by) {
    amounts(metric).merge(labels, by, Double::sum);
  }

  private void remove(ExportedMetric metric, Map<String, String> labels) {
    amounts(metric).remove(labels);
  }

  private Samples samples(ExportedMetric metric, Map<String, String> labels) {
    return samples
        .computeIfAbsent(metric, m -> new LinkedHashMap<>())
        .computeIfAbsent(
            labels, l -> metric == ExportedMetric.CUSTOM ? Samples.ofNumbers() : Samples.ofTimes());
  }
}
