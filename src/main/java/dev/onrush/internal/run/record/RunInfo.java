package dev.onrush.internal.run.record;

import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.result.RunDescription;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The description of a run at its start.
 *
 * @param simulation simple name of the simulation's class
 * @param plan name of the plan; for a plain Gatling simulation, the name of the simulation
 * @param started a label; times within the run are measured from it on a clock that does not jump
 * @param load the flows of the run, each with its load, and its phases
 * @param seed seed of every random choice
 * @param plannedRequests the requests that are known in advance, with the user classes that send
 *     them
 * @param thresholds the thresholds, with the bounds that are in force
 * @param limits beyond these limits the load generator is not to be trusted
 * @param shape the parts that identify the plan; runs with different shapes are not compared
 * @param facts other facts that help to interpret the result: target, settings, versions, machine;
 *     secrets are masked
 */
public record RunInfo(
    String simulation,
    String plan,
    Instant started,
    RunLoad load,
    long seed,
    PlannedRequests plannedRequests,
    List<Threshold> thresholds,
    GeneratorLimits limits,
    Map<String, String> shape,
    Map<String, String> facts)
    implements RunDescription {

  /**
   * The fact with the flows and user classes that were run, if others of the plan were left out.
   */
  public static final String PART = "only";

  /** The fact that one user of each class performed each task once, instead of the load. */
  public static final String ONCE = "once";

  /** The fact with the address of a trace, which contains a placeholder for the trace id. */
  public static final String TRACES = "traces";

  /** The fact with the highest level of the load. */
  public static final String PEAK = "peak";

  /** The fact with the user classes that have no users at the peak. */
  public static final String CLASSES_WITHOUT_USERS = "user classes without users";

  /** The fact with the requests that only user classes without users send. */
  public static final String REQUESTS_WITHOUT_USERS = "requests without users";

  /** The fact with the address of A in a duet, whose target is B; only duets have it. */
  public static final String AGAINST = "against";

  /** The separator between the names in a fact. */
  public static final String SEPARATOR = ", ";

  /** The fact with the name of the baseline with which the run is compared. */
  public static final String BASELINE = "baseline";

  /** The fact that chains contain pauses of their own. */
  public static final String PAUSES = "pauses in chains";

  /**
   * The fact with the place and name of the injector, in the part of a run that one of several
   * injectors records.
   */
  public static final String INJECTOR = "injector";

  /**
   * The fact whose value is the same for all injectors of one run, and different for any other run.
   */
  public static final String CLUSTER_RUN = "cluster run";

  public RunInfo {
    thresholds = List.copyOf(thresholds);
    shape = Collections.unmodifiableMap(new LinkedHashMap<>(shape));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Creates the description of a run that has at most one flow and is not a capacity search. */
  public RunInfo(
      String simulation,
      String plan,
      Instant started,
      Optional<LoadProfile> profile,
      long seed,
      List<String> requests,
      List<Threshold> thresholds,
      GeneratorLimits limits,
      Map<String, String> shape,
      Map<String, String> facts) {
    this(
        simulation,
        plan,
        started,
        RunLoad.of(profile.map(FlowLoad::only).stream().toList()),
        seed,
        PlannedRequests.of(requests),
        thresholds,
        limits,
        shape,
        facts);
  }

  @Override
  public List<FlowLoad> flows() {
    return load.flows();
  }

  /** The flow of a capacity search; its profile is created during the run, probe by probe. */
  public Optional<SearchedFlow> searched() {
    return load.searched();
  }

  @Override
  public Optional<CapacitySearch> search() {
    return load.searched().map(SearchedFlow::asked);
  }

  @Override
  public Optional<LoadProfile> profile() {
    return load.profile();
  }

  @Override
  public List<Phase> phases() {
    return load.phases();
  }

  @Override
  public List<String> requests() {
    return plannedRequests.names();
  }

  /** The titles of the current phases at the given time, in the order of the flows. */
  public List<String> phasesAt(Duration elapsed) {
    return load.phasesAt(elapsed);
  }

  /** The current phases at the given time as text; see {@link RunLoad#phaseText(Duration)}. */
  public String phaseText(Duration elapsed) {
    return load.phaseText(elapsed);
  }

  /** The phases at two times as text; see {@link RunLoad#phaseText(Duration, Duration)}. */
  public String phaseText(Duration from, Duration to) {
    return load.phaseText(from, to);
  }

  /**
   * The periods of the run that can be compared with periods of another run; all phases if no level
   * is held.
   */
  public List<Phase> comparablePeriods() {
    return load.comparablePeriods();
  }

  /** Also empty for a capacity search, which may end at any probe. */
  @Override
  public Optional<Duration> planned() {
    return load.planned();
  }

  /** Returns a copy with one more fact. */
  public RunInfo with(String fact, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(fact, value);
    return withFacts(more);
  }

  /** Returns a copy with the given facts instead of its own. */
  public RunInfo withFacts(Map<String, String> others) {
    return new RunInfo(
        simulation, plan, started, load, seed, plannedRequests, thresholds, limits, shape, others);
  }

  /** Returns a copy without the given fact. */
  public RunInfo without(String fact) {
    Map<String, String> fewer = new LinkedHashMap<>(facts);
    fewer.remove(fact);
    return withFacts(fewer);
  }

  /**
   * Returns a copy with secrets masked in all texts from the user, just as a {@link
   * dev.onrush.internal.metrics.recording.Recorder} masks the names of its samples. Names therefore
   * still match the thresholds that refer to them.
   */
  public RunInfo masked(UnaryOperator<String> mask) {
    return new RunInfo(
        simulation,
        mask.apply(plan),
        started,
        load.renamed(mask),
        seed,
        plannedRequests.renamed(mask),
        thresholds.stream().map(t -> t.renamed(mask)).toList(),
        limits,
        masked(shape, mask),
        masked(facts, mask));
  }

  private static Map<String, String> masked(Map<String, String> texts, UnaryOperator<String> mask) {
    Map<String, String> masked = new LinkedHashMap<>();
    texts.forEach((name, text) -> masked.put(mask.apply(name), mask.apply(text)));
    return masked;
  }

  /** Returns a copy with the load that the run has followed. */
  public RunInfo on(List<FlowLoad> flows) {
    return on(load.withFlows(flows));
  }

  /** Returns a copy with phases that were named by hand. */
  public RunInfo named(List<Phase> phases) {
    return on(load.named(phases));
  }

  private RunInfo on(RunLoad other) {
    return new RunInfo(
        simulation, plan, started, other, seed, plannedRequests, thresholds, limits, shape, facts);
  }

  public RunInfo startedAt(Instant moment) {
    return new RunInfo(
        simulation, plan, moment, load, seed, plannedRequests, thresholds, limits, shape, facts);
  }
}
