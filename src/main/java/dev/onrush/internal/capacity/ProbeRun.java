package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.generator.Standstills;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
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
import java.util.Set;
import java.util.stream.Collectors;

/** One probe of a run: the ramp to its level, and the hold at this level. */
final class ProbeRun {

  /** Consecutive intervals with figures far past their bounds after which a level will not hold. */
  private static final int HOPELESS_ROWS = 3;

  private static final double HOPELESS = 3;
  private static final double HOPELESS_PERCENT = 50;
  private static final int ENOUGH_SAMPLES = 50;

  private final int number;
  private final double level;
  private final Terms terms;
  private final Set<String> titles;
  private final List<Interval> seen = new ArrayList<>();
  private final Map<Threshold, Duration> brokenSince = new HashMap<>();
  private Phase settle;
  private Phase hold;
  private Judge judge;
  private int hopeless;

  /**
   * The terms that are the same for all probes of a run.
   *
   * @param flow the searched flow; empty if the run has only one
   * @param thresholds the thresholds of the plan, except a threshold on the capacity
   * @param requests the requests that the plan is known to contain
   */
  record Terms(Optional<RunFlow> flow, List<Threshold> thresholds, PlannedRequests requests) {
    Terms {
      thresholds = List.copyOf(thresholds);
    }
  }

  /**
   * Creates a probe that is about to start.
   *
   * @param flows the load that the run follows; each flow has the phases of the probe
   */
  ProbeRun(int number, double level, Terms terms, List<FlowLoad> flows) {
    this.number = number;
    this.level = level;
    this.terms = terms;
    List<Phase> phases = phases(flows);
    this.settle = phase("settle " + number, phases);
    this.hold = phase(CapacitySearch.phase(number), phases);
    this.titles = titles(phases);
    this.judge = judge(phases);
  }

  /** Follows other profiles, which have cut the probe short. */
  void follow(List<FlowLoad> flows) {
    List<Phase> phases = phases(flows);
    settle = phase("settle " + number, phases);
    hold = phase(CapacitySearch.phase(number), phases);
    judge = judge(phases);
    seen.forEach(judge::add);
  }

  private static List<Phase> phases(List<FlowLoad> flows) {
    return flows.stream().flatMap(load -> load.phases().stream()).toList();
  }

  private Phase phase(String name, List<Phase> phases) {
    return phases.stream()
        .filter(p -> p.name().equals(name) && p.flow().equals(terms.flow))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The names under which the requests of the probe are recorded: one phase title for each flow.
   */
  private Set<String> titles(List<Phase> phases) {
    return phases.stream()
        .filter(p -> p.name().equals(CapacitySearch.phase(number)))
        .map(Phase::title)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Judge judge(List<Phase> phases) {
    return new Judge(
        terms.thresholds.stream().map(this::scoped).toList(),
        phases,
        terms.requests,
        ComparisonBasis.with(Optional.empty()),
        new Timeline());
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

  /** Adds the part of the next interval that belongs to this probe. */
  void add(Interval interval) {
    Map<Series, Tally> mine = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (titles.contains(series.phase())) {
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

  /**
   * Discards the recorded intervals, because the profile of this probe does not change any more.
   */
  void discardIntervals() {
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

  /** Whether it is pointless to continue the probe. A quarter of the hold is always completed. */
  boolean isHopeless(Duration now) {
    return hopeless >= HOPELESS_ROWS
        && now.compareTo(hold.end()) < 0
        && now.minus(hold.start()).compareTo(hold.duration().dividedBy(4)) >= 0;
  }

  /** The current judgements of the plan's thresholds. */
  List<Judgement> judgements() {
    return judgements(List.of(), new Standstills());
  }

  /**
   * The current judgements, as far as they can be trusted after these findings on the generator.
   */
  private List<Judgement> judgements(List<GeneratorFinding> findings, Standstills standstills) {
    Map<Threshold, Threshold> own = new HashMap<>();
    terms.thresholds.forEach(threshold -> own.put(scoped(threshold), threshold));
    return GeneratorHealth.trusted(judge.judge(), findings, standstills, judge.phases()).stream()
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
   * Returns the result so far. Its judgements cover all flows; its figures cover only the searched
   * flow.
   *
   * @param rows the rows of the run
   * @param flowRows the rows of each flow
   * @param flows the load that the run has followed
   * @param silence the reason, in words, if a flow that was answered in an earlier probe was not
   *     answered in this one
   */
  ProbeResult result(
      List<Row> rows,
      FlowRows flowRows,
      List<FlowLoad> flows,
      GeneratorLimits limits,
      Optional<String> silence) {
    List<Row> within = FlowRows.within(rows, settle.start(), hold.end());
    List<GeneratorFinding> findings = GeneratorHealth.findings(within, limits, flows);
    List<Judgement> judgements = judgements(findings, Standstills.of(within, flows));
    Verdict worst = Judge.worst(judgements);
    LevelOutcome outcome = outcome(worst, findings, silence.isPresent());
    Selection all = judge.timeline().select(this::isSearched);
    return new ProbeResult(
        number,
        level,
        hold.start(),
        hold.end(),
        outcome,
        switch (outcome) {
          case HELD -> "";
          case BROKE ->
              silence.filter(of -> worst != Verdict.FAIL).orElseGet(() -> brokeFirst(judgements));
          case NO_DATA -> brokeFirst(judgements);
          case INVALID -> findings.isEmpty() ? brokeFirst(judgements) : findings.get(0).text();
        },
        all.requests(),
        answered(flowRows.within(terms.flow, hold.start(), hold.end())),
        all.all().times().count() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(all.all().times().at(Percentile.P95)),
        all.errorRate(),
        judgements);
  }

  private boolean isSearched(Series series) {
    return isRequest(series, terms.flow);
  }

  private static boolean isRequest(Series series, Optional<RunFlow> flow) {
    return series.kind() == Series.Kind.REQUEST
        && flow.map(f -> f.has(series.userClass())).orElse(true);
  }

  private static LevelOutcome outcome(
      Verdict worst, List<GeneratorFinding> findings, boolean silent) {
    if (findings.stream().anyMatch(finding -> finding.effect() == Effect.LOAD)) {
      return LevelOutcome.INVALID;
    }
    return switch (worst) {
      // A service that has answered before and no longer answers at all has broken.
      case PASS -> silent ? LevelOutcome.BROKE : LevelOutcome.HELD;
      case NO_DATA -> silent ? LevelOutcome.BROKE : LevelOutcome.NO_DATA;
      case FAIL -> LevelOutcome.BROKE;
      case INVALID -> LevelOutcome.INVALID;
    };
  }

  /** Whether a request of the flow was answered. */
  boolean isAnswered(Optional<RunFlow> flow) {
    Selection all = judge.timeline().select(series -> isRequest(series, flow));
    return all.requests() > all.unanswered();
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
    // In milliseconds, because the log stores the ends of intervals in milliseconds.
    long millis = rows.stream().mapToLong(r -> r.end().toMillis() - r.start().toMillis()).sum();
    long answers = rows.stream().mapToLong(r -> r.answerable() - r.failures()).sum();
    return millis == 0 ? 0 : 1000.0 * answers / millis;
  }
}
