package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One probe of a run: the ramp to its level, and the time at it. */
final class ProbeRun {

  private static final Percentile P95 = new Percentile(95);

  /** Intervals begin and end a little beside the phases. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /** A level with figures this far past their bounds, for so many rows, will not hold. */
  private static final int HOPELESS_ROWS = 3;

  private static final double HOPELESS = 3;
  private static final double HOPELESS_PERCENT = 50;
  private static final int ENOUGH_SAMPLES = 50;

  private final int number;
  private final double level;
  private final List<Threshold> thresholds;
  private final List<String> requests;
  private final List<Interval> seen = new ArrayList<>();
  private final Map<Threshold, Duration> brokenSince = new HashMap<>();
  private Phase settle;
  private Phase hold;
  private Judge judge;
  private int hopeless;

  /**
   * A probe to come.
   *
   * @param thresholds of the plan, but for that on the capacity
   * @param requests names of requests that the plan is known to have
   */
  ProbeRun(
      int number,
      double level,
      List<Threshold> thresholds,
      List<String> requests,
      LoadProfile profile) {
    this.number = number;
    this.level = level;
    this.thresholds = List.copyOf(thresholds);
    this.requests = List.copyOf(requests);
    this.settle = phase("settle " + number, profile);
    this.hold = phase(CapacitySearch.phase(number), profile);
    this.judge = judge(profile);
  }

  /** Follows another profile, which has cut the probe short. */
  void follow(LoadProfile profile) {
    settle = phase("settle " + number, profile);
    hold = phase(CapacitySearch.phase(number), profile);
    judge = judge(profile);
    seen.forEach(judge::add);
  }

  private static Phase phase(String name, LoadProfile profile) {
    return profile.phases().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private Judge judge(LoadProfile profile) {
    return new Judge(thresholds.stream().map(this::scoped).toList(), profile.phases(), requests);
  }

  private Threshold scoped(Threshold threshold) {
    return threshold.with(threshold.measure().mapped(this::scoped));
  }

  private Figure scoped(Figure figure) {
    return figure.with(figure.scope().during(CapacitySearch.phase(number)));
  }

  int number() {
    return number;
  }

  double level() {
    return level;
  }

  Phase hold() {
    return hold;
  }

  /** Takes the interval that follows, or what belongs to this probe of it. */
  void add(Interval interval) {
    Map<Series, Tally> mine = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.phase().equals(CapacitySearch.phase(number))) {
                mine.put(series, tally);
              }
            });
    Interval of =
        new Interval(
            interval.start(),
            interval.end(),
            mine,
            Map.of(),
            interval.vitals(),
            interval.service(),
            interval.injectors());
    judge.add(of);
    if (interval.start().compareTo(hold.end()) < 0) {
      seen.add(of);
      observe(interval.end());
    }
  }

  /** Forgets its intervals: its profile will not change any more. */
  void settleFor() {
    seen.clear();
  }

  private void observe(Duration now) {
    boolean past = false;
    for (Judgement judgement : judgements()) {
      if (judgement.verdict() == Verdict.FAIL && !judgement.warns()) {
        brokenSince.putIfAbsent(judgement.threshold(), Duration.ofMillis(now.toMillis()));
        past |= isFarPast(judgement);
      } else {
        brokenSince.remove(judgement.threshold());
      }
    }
    hopeless = past ? hopeless + 1 : 0;
  }

  private static boolean isFarPast(Judgement judgement) {
    Quantity quantity = judgement.threshold().measure().quantity();
    double actual = judgement.actual().orElse(0);
    if (!(judgement.threshold().condition() instanceof Bound bound)
        || judgement.samples() < ENOUGH_SAMPLES
        || !(bound.comparison() == Comparison.BELOW || bound.comparison() == Comparison.AT_MOST)) {
      return false;
    }
    return switch (quantity) {
      case TIME -> actual >= HOPELESS * bound.bound();
      case SHARE -> actual >= Math.max(HOPELESS * bound.bound(), HOPELESS_PERCENT);
      default -> false;
    };
  }

  /** Whether going on is pointless; a quarter of its time is always held. */
  boolean isHopeless(Duration now) {
    return hopeless >= HOPELESS_ROWS
        && now.compareTo(hold.end()) < 0
        && now.minus(hold.start()).compareTo(hold.duration().dividedBy(4)) >= 0;
  }

  /** The current judgements of the plan's thresholds. */
  List<Judgement> judgements() {
    return judgements(List.of());
  }

  /** The same, as far as they can be trusted after these findings. */
  private List<Judgement> judgements(List<GeneratorFinding> findings) {
    Map<Threshold, Threshold> own = new HashMap<>();
    thresholds.forEach(threshold -> own.put(scoped(threshold), threshold));
    return GeneratorHealth.trusted(judge.judge(), findings, judge.phases()).stream()
        .map(
            of ->
                new Judgement(
                    own.getOrDefault(of.threshold(), of.threshold()),
                    of.verdict(),
                    of.actual(),
                    of.samples(),
                    of.detail(),
                    of.moment(),
                    of.uncertainty(),
                    of.asMeasured()))
        .toList();
  }

  /**
   * The result, as far as it is known.
   *
   * @param rows of the run
   * @param profile that the run has followed
   */
  ProbeResult result(List<Row> rows, LoadProfile profile, GeneratorLimits limits) {
    List<GeneratorFinding> findings =
        GeneratorHealth.within(within(rows, settle.start(), hold.end()), limits, profile);
    List<Judgement> judgements = judgements(findings);
    LevelOutcome outcome = outcome(Judge.worst(judgements), findings);
    Selection all = judge.timeline().all();
    return new ProbeResult(
        number,
        level,
        hold.start(),
        hold.end(),
        outcome,
        switch (outcome) {
          case HELD -> "";
          case BROKE, NO_DATA -> brokeFirst(judgements);
          case INVALID -> findings.isEmpty() ? brokeFirst(judgements) : findings.get(0).text();
        },
        all.requests(),
        answered(within(rows, hold.start(), hold.end())),
        all.all().times().count() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(all.all().times().at(P95)),
        all.errorRate(),
        judgements);
  }

  private LevelOutcome outcome(Verdict worst, List<GeneratorFinding> findings) {
    if (findings.stream().anyMatch(finding -> finding.effect() == Effect.LOAD)) {
      return LevelOutcome.INVALID;
    }
    return switch (worst) {
      case PASS -> LevelOutcome.HELD;
      // A service that answered at a lower level and no longer answers has broken.
      case NO_DATA -> number == 1 ? LevelOutcome.NO_DATA : LevelOutcome.BROKE;
      case FAIL -> LevelOutcome.BROKE;
      case INVALID -> LevelOutcome.INVALID;
    };
  }

  /** The threshold that has been broken for the longest time, with its figure. */
  private String brokeFirst(List<Judgement> judgements) {
    Optional<Judgement> first =
        judgements.stream()
            .filter(j -> j.verdict() != Verdict.PASS && !j.warns())
            .min(
                Comparator.comparing(Judgement::verdict, Comparator.reverseOrder())
                    .thenComparing(
                        j -> brokenSince.getOrDefault(j.threshold(), Duration.ofDays(1_000))));
    return first.map(Judgement::finding).orElse("");
  }

  private static double answered(List<Row> rows) {
    // To the millisecond, as the log keeps the ends of intervals.
    long millis = rows.stream().mapToLong(r -> r.end().toMillis() - r.start().toMillis()).sum();
    long answers = rows.stream().mapToLong(r -> r.requests() + r.unsent() - r.failures()).sum();
    return millis == 0 ? 0 : 1000.0 * answers / millis;
  }

  static List<Row> within(List<Row> rows, Duration from, Duration to) {
    return rows.stream()
        .filter(row -> row.start().plus(SLACK).compareTo(from) >= 0)
        .filter(row -> row.end().minus(SLACK).compareTo(to) <= 0)
        .toList();
  }
}
