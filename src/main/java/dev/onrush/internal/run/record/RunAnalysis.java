package dev.onrush.internal.run.record;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.capacity.CapacityController;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.PairedBlocks;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The analysis of a run, either in progress or read from its log. It takes the intervals in order,
 * judges the thresholds, checks whether the load generator keeps up, follows a capacity search, and
 * finally creates the result of the run.
 */
public final class RunAnalysis {

  private final Judge judge;
  private final GeneratorHealth health;
  private final Optional<CapacityController> search;

  /**
   * Creates an analysis of the given parts, which have taken the same intervals.
   *
   * @param search the controller of a capacity search, if the run is one
   */
  public RunAnalysis(Judge judge, GeneratorHealth health, Optional<CapacityController> search) {
    this.judge = judge;
    this.health = health;
    this.search = search;
  }

  /**
   * Creates the analysis of a run that starts.
   *
   * @param baseline the run to compare with
   * @param folder the folder of the run, as messages name it
   */
  public static RunAnalysis of(RunInfo info, Optional<Baseline> baseline, Path folder) {
    Optional<CapacityController> search =
        info.searched()
            .map(
                searched ->
                    new CapacityController(
                        searched,
                        info.flows(),
                        info.thresholds(),
                        info.plannedRequests(),
                        info.limits()));
    return new RunAnalysis(
        judge(info, baseline, folder), new GeneratorHealth(info.limits()), search);
  }

  /**
   * Creates the judge. In a capacity search, the controller judges each probe, and the run as a
   * whole is not judged.
   */
  private static Judge judge(RunInfo info, Optional<Baseline> baseline, Path folder) {
    return new Judge(
        info.search().isPresent() ? List.of() : info.thresholds(),
        info.phases(),
        info.plannedRequests(),
        new ComparisonBasis(
            baseline,
            duet(info),
            "baseline " + word(info.simulation()) + " " + word(folder.toString())),
        // A probe is judged by its seconds, and a search ends before there are too many of them.
        info.search().isPresent() ? Timeline.ofEachInterval() : new Timeline());
  }

  /** Returns a text as one word of a command. */
  private static String word(String text) {
    return text.matches("\\S+") ? text : "\"" + text + "\"";
  }

  /** Creates the duet, without any data yet; empty if the run is not a duet. */
  private static Optional<Duet> duet(RunInfo info) {
    return DuetFacts.terms(info)
        .map(
            terms ->
                new Duet(
                    terms,
                    new PairedBlocks(
                        load(info, Variant.A).flow().orElseThrow(),
                        load(info, Variant.B).flow().orElseThrow(),
                        load(info, Variant.B).profile()),
                    info.thresholds(),
                    info.requests()));
  }

  private static FlowLoad load(RunInfo info, Variant variant) {
    return variant.in(info.flows()).orElseThrow();
  }

  /** The load with which the run starts; empty without a load profile. */
  public Optional<EffectiveLoad> opening(RunInfo info) {
    return search
        .map(CapacityController::opening)
        .or(
            () ->
                info.flows().isEmpty()
                    ? Optional.empty()
                    : Optional.of(EffectiveLoad.of(info.flows())));
  }

  /** The judge of the run's thresholds. */
  public Judge judge() {
    return judge;
  }

  /** The controller of a capacity search, if the run is one. */
  public Optional<CapacityController> search() {
    return search;
  }

  /** All intervals taken so far. */
  public Timeline timeline() {
    return judge.timeline();
  }

  /**
   * Adds the next interval.
   *
   * @param loads the loads that the flows have to follow, as known at the end of the interval
   */
  public void add(Interval interval, List<FlowLoad> loads) {
    health.add(judge.add(interval), loads);
    search.ifPresent(s -> s.add(interval));
  }

  /**
   * Returns the breach that ends the run, once there is one. A rate that is only low because of the
   * generator ends no run.
   *
   * @param phases the phases as they are currently known
   * @param late how long after a phase its requests may be answered
   */
  public Optional<Judgement> abort(List<Phase> phases, Duration late) {
    return judge.abort(phases, late, judgement -> health.trusted(judgement, phases));
  }

  /**
   * Returns the problems of the load generator so far.
   *
   * @param loads the loads that the flows have to follow, as known now
   */
  public List<GeneratorFinding> findings(List<FlowLoad> loads) {
    return health.soFar(loads);
  }

  /**
   * Returns every threshold, in order, as it would be judged if the run ended now. In a capacity
   * search, thresholds are judged on the current probe.
   *
   * @param interventions the interventions so far
   * @param findings the problems of the load generator so far
   */
  public List<Judgement> soFar(List<Intervention> interventions, List<GeneratorFinding> findings) {
    return search
        .map(s -> s.judgements(timeline()))
        .orElseGet(() -> inForce(judge.soFar(), judge.phases(), findings, interventions));
  }

  /**
   * Returns the judgements after the effects of generator and steering. The steering comes last: a
   * threshold that it leaves without data stays so, whatever the generator did.
   *
   * @param phases the phases in whose times the generator may have had faults
   */
  private List<Judgement> inForce(
      List<Judgement> judgements,
      List<Phase> phases,
      List<GeneratorFinding> findings,
      List<Intervention> interventions) {
    return SteeringEffect.judged(
        GeneratorHealth.trusted(judgements, findings, health.standstills(), phases),
        judge.phases(),
        interventions);
  }

  /**
   * Returns the result of the run, which is over.
   *
   * @param info the description, with the load profile that was followed
   */
  public RunRecord result(
      RunInfo info, RunEnd ending, List<Intervention> interventions, List<String> notes) {
    List<GeneratorFinding> findings = health.findings(RunRecord.toFollow(info, ending));
    if (search.isPresent()) {
      SearchResult found = search.get().searchResult(timeline(), info.flows(), interventions);
      return new RunRecord(
          info,
          ending,
          timeline(),
          found.judgements(info.thresholds()),
          interventions,
          Optional.empty(),
          Optional.of(found),
          notes,
          findings);
    }
    RunRecord record =
        new RunRecord(
            info,
            ending,
            timeline(),
            EarlyEnd.judged(
                inForce(
                    ClassesWithoutUsers.judged(judge.judge(), info),
                    info.phases(),
                    findings,
                    interventions),
                judge.phases(),
                timeline(),
                ending),
            interventions,
            SteeringInterventions.first(interventions).isPresent()
                ? Optional.empty()
                : judge.comparison().map(comparison -> compared(info, comparison)),
            Optional.empty(),
            TimeWithoutResponses.added(notes, timeline()),
            findings,
            List.of(),
            Explanation.NONE,
            judge.duet().map(DuetView::of));
    return record.advised();
  }

  private static BaselineComparison compared(RunInfo info, RunComparison comparison) {
    return new BaselineComparison(
        info.facts().getOrDefault(RunInfo.BASELINE, ""),
        comparison.finding().name().replace('_', ' '),
        comparison.lines());
  }
}
