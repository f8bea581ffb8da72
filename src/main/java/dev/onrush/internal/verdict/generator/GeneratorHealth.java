package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The check whether the generator kept up with the plan. If it did not, a threshold cannot be
 * judged if its figure may be due to the generator and not to the service. The check receives each
 * interval as it comes, and keeps findings but no intervals.
 */
public final class GeneratorHealth {

  private final GeneratorLimits limits;
  private final List<GeneratorRule> rules;
  private final ShortageRule shortages;
  private final CallThreadsRule calls;

  /** The health of each flow. */
  private final Map<Optional<RunFlow>, FlowHealth> flows = new LinkedHashMap<>();

  /** The health of each injector by its name, if a run has several. */
  private final Map<String, GeneratorHealth> injectors = new LinkedHashMap<>();

  private final LostInjectors lost = new LostInjectors();
  private final Standstills standstills = new Standstills();
  private Duration end = Duration.ZERO;

  /** Creates the health of a generator that has not started. */
  public GeneratorHealth(GeneratorLimits limits) {
    this.limits = limits;
    this.rules =
        List.of(
            new StandstillRule(limits),
            new EventLoopRule(limits),
            new PausesRule(limits),
            new LateUsersRule(limits),
            new ProcessorRule(limits),
            new GarbageCollectionRule(limits),
            new OpenFilesRule(limits));
    this.shortages = new ShortageRule();
    this.calls = new CallThreadsRule(limits);
  }

  /**
   * Adds the row of the next interval.
   *
   * @param loads the loads that the flows of the run follow, as far as is known at the end of the
   *     interval; empty after the end of the load
   */
  public void add(Row row, List<FlowLoad> loads) {
    end = row.end();
    shortages.add(row);
    calls.add(row);
    standstills.add(row, loads);
    if (row.injectors().isEmpty()) {
      addVitals(row);
    }
    row.injectors()
        .forEach(
            (name, injector) -> {
              GeneratorHealth own =
                  injectors.computeIfAbsent(name, n -> new GeneratorHealth(limits));
              if (injector.hasReported()) {
                own.addVitals(row.of(injector));
              }
              lost.add(name, injector, row);
            });
    if (loads.isEmpty()) {
      flows.values().forEach(flow -> flow.addLate(row));
    }
    for (FlowLoad load : loads) {
      flows.computeIfAbsent(load.flow(), flow -> new FlowHealth(flow, limits)).add(row, load);
    }
  }

  private void addVitals(Row row) {
    rules.forEach(rule -> rule.add(row));
  }

  /**
   * Returns the findings of a finished run, each with its time, the gravest first; empty if there
   * was no fault. A recurring fault has a finding for each time, all with the same text.
   *
   * @param loads the loads that the flows were to follow in the time of these intervals; empty if
   *     there is none
   */
  public List<GeneratorFinding> findings(List<FlowLoad> loads) {
    return findings(loads, Duration.ZERO);
  }

  /**
   * Returns the findings of a run in progress. Users who were due in its last second may have
   * started without being reported yet.
   *
   * @param loads the loads that the flows follow, as far as is currently known
   */
  public List<GeneratorFinding> soFar(List<FlowLoad> loads) {
    return findings(loads, MissingArrivalsRule.LATE);
  }

  /** The texts of findings, each text once. */
  public static List<String> texts(List<GeneratorFinding> findings) {
    return findings.stream().map(GeneratorFinding::text).distinct().toList();
  }

  private List<GeneratorFinding> findings(List<FlowLoad> loads, Duration late) {
    List<GeneratorFinding> all = new ArrayList<>();
    lost.findings(injectors.size(), end).forEach(all::add);
    injectors.forEach(
        (name, own) ->
            own.findings(List.of())
                .forEach(
                    f ->
                        all.add(
                            new GeneratorFinding(
                                name + ": " + f.text(), f.from(), f.to(), f.effect()))));
    shortages.findings().forEach(all::add);
    all.addAll(calls.findings());
    rules.forEach(rule -> all.addAll(rule.findings()));
    for (FlowLoad load : loads) {
      Optional.ofNullable(flows.get(load.flow()))
          .ifPresent(flow -> all.addAll(flow.findings(load, late)));
    }
    return List.copyOf(all);
  }

  /**
   * Returns the findings in the intervals of a run or of a part of it. They include users who were
   * due in this time and never started.
   *
   * @param loads the loads of the whole run; empty if there is none
   */
  public static List<GeneratorFinding> findings(
      List<Row> rows, GeneratorLimits limits, List<FlowLoad> loads) {
    GeneratorHealth health = new GeneratorHealth(limits);
    rows.forEach(row -> health.add(row, loads));
    return health.findings(loads);
  }

  /** The standstills of the generator so far, also those within the limits. */
  public Standstills standstills() {
    return standstills;
  }

  /**
   * Returns a judgement as INVALID if its figure alone may be due to what the generator did so far.
   */
  public Judgement trusted(Judgement judgement, List<Phase> phases) {
    return standstills.trusted(judgement, ScopeTimes.of(judgement, phases));
  }

  /**
   * Turns judgements to INVALID if a fault of the generator in their time, or its standstills, make
   * them doubtful: their figures depend on the generator as much as on the service.
   */
  public static List<Judgement> trusted(
      List<Judgement> judgements,
      List<GeneratorFinding> findings,
      Standstills standstills,
      List<Phase> phases) {
    return judgements.stream()
        .map(
            judgement -> {
              ScopeTimes judged = ScopeTimes.of(judgement, phases);
              return findings.stream()
                  .filter(f -> GeneratorShare.isDoubtful(judgement, f))
                  .filter(f -> judged.touchesIntervals(f.from(), f.to()))
                  .findFirst()
                  .map(f -> judgement.untrusted(f.text()))
                  .orElseGet(() -> standstills.trusted(judgement, judged));
            })
        .toList();
  }
}
