package dev.onrush.internal.run.record;

import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.result.RunDescription;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The description of a run at its start.
 *
 * @param simulation simple name of the simulation's class
 * @param plan name of the plan; for a plain Gatling simulation, the name of the simulation
 * @param started a label; times within the run are measured from it on a clock that does not jump
 * @param flows the flows of the run, each with its load; empty for a plain Gatling simulation
 * @param seed seed of every random choice
 * @param requests names of requests that are known in advance, without the groups around them
 * @param thresholds the thresholds, with the bounds that are in force
 * @param limits beyond these limits the load generator is not to be trusted
 * @param shape the parts that identify the plan; runs with different shapes are not compared
 * @param facts other facts that help to interpret the result: target, settings, versions, machine;
 *     secrets are masked
 * @param searched the flow of a capacity search; its profile is created during the run, probe by
 *     probe
 * @param named phases of a plain Gatling simulation, in order and without gaps; empty if it has
 *     none
 * @param requestsByClass the requests that each user class sends; empty if that is not known
 */
public record RunInfo(
    String simulation,
    String plan,
    Instant started,
    List<FlowLoad> flows,
    long seed,
    List<String> requests,
    List<Threshold> thresholds,
    GeneratorLimits limits,
    Map<String, String> shape,
    Map<String, String> facts,
    Optional<SearchedFlow> searched,
    List<Phase> named,
    Map<String, List<String>> requestsByClass)
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

  /** Creates the description of a run whose phases are the phases of its flows. */
  public RunInfo(
      String simulation,
      String plan,
      Instant started,
      List<FlowLoad> flows,
      long seed,
      List<String> requests,
      List<Threshold> thresholds,
      GeneratorLimits limits,
      Map<String, String> shape,
      Map<String, String> facts,
      Optional<SearchedFlow> searched) {
    this(
        simulation,
        plan,
        started,
        flows,
        seed,
        requests,
        thresholds,
        limits,
        shape,
        facts,
        searched,
        List.of(),
        Map.of());
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
        profile.map(FlowLoad::only).stream().toList(),
        seed,
        requests,
        thresholds,
        limits,
        shape,
        facts,
        Optional.empty());
  }

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
    flows = List.copyOf(flows);
    requests = List.copyOf(requests);
    named = List.copyOf(named);
    requestsByClass = Map.copyOf(requestsByClass);
    thresholds = List.copyOf(thresholds);
    shape = Collections.unmodifiableMap(new LinkedHashMap<>(shape));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  @Override
  public Optional<CapacitySearch> search() {
    return searched.map(SearchedFlow::asked);
  }

  @Override
  public Optional<LoadProfile> profile() {
    return flows.size() == 1 ? Optional.of(flows.get(0).profile()) : Optional.empty();
  }

  @Override
  public List<Phase> phases() {
    if (flows.isEmpty()) {
      return named.isEmpty() ? List.of(Phase.WHOLE_RUN) : named;
    }
    return flows.stream().flatMap(flow -> flow.phases().stream()).toList();
  }

  /** The requests that are known in advance, with the user classes that send them. */
  public PlannedRequests plannedRequests() {
    return new PlannedRequests(requests, requestsByClass);
  }

  /** The titles of the current phases at the given time, in the order of the flows. */
  public List<String> phasesAt(Duration elapsed) {
    return currentPhases(elapsed).stream().map(Phase::title).toList();
  }

  /**
   * The current phases at the given time as text: {@code steady}; {@code Clerks / steady, Labs /
   * ramp-up}; for more than three flows {@code step 2 (6 flows), not started (4 flows)}.
   */
  public String phaseText(Duration elapsed) {
    return Phase.text(currentPhases(elapsed));
  }

  /**
   * The phases at two times as text: {@code ramp-up > steady}; of several flows {@code Clerks /
   * ramp-up > steady, Labs / steady}.
   */
  public String phaseText(Duration from, Duration to) {
    List<Phase> before = currentPhases(from);
    List<Phase> after = currentPhases(to);
    return Phase.text(
        IntStream.range(0, before.size())
            .mapToObj(i -> change(before.get(i), after.get(i)))
            .toList());
  }

  /** Returns the first phase, with a name that tells both if they differ. */
  private static Phase change(Phase from, Phase to) {
    return from.name().equals(to.name())
        ? from
        : new Phase(
            from.name() + " > " + to.name(), from.start(), from.end(), from.held(), from.flow());
  }

  /** The current phase of each flow at the given time. */
  private List<Phase> currentPhases(Duration elapsed) {
    return flows.isEmpty()
        ? List.of(currentPhases(phases(), elapsed))
        : flows.stream().map(load -> currentPhases(load.phases(), elapsed)).toList();
  }

  /**
   * A pause before the start of a flow is a phase, but the flow has not started after it either.
   */
  private static Phase currentPhases(List<Phase> phases, Duration elapsed) {
    Phase last = phases.get(phases.size() - 1);
    return phases.stream()
        .filter(p -> isAtWork(p, elapsed))
        .findFirst()
        .map(
            next ->
                next.flow().isPresent() && elapsed.compareTo(next.start()) < 0
                    ? new Phase(Phase.NOT_STARTED, Duration.ZERO, next.start()).of(next.flow())
                    : next)
        .orElse(new Phase(Phase.WIND_DOWN, last.end(), elapsed).of(last.flow()));
  }

  /**
   * Whether the phase is current. A pause that still goes on is known only up to now, so that it
   * also counts if it ends exactly now.
   */
  private static boolean isAtWork(Phase phase, Duration elapsed) {
    int left = phase.end().compareTo(elapsed);
    return left > 0 || (left == 0 && phase.flow().isPresent() && phase.name().equals(Phase.PAUSED));
  }

  /**
   * The periods of the run that can be compared with periods of another run; all phases if no level
   * is held.
   */
  public List<Phase> comparablePeriods() {
    List<Phase> holds = flows.isEmpty() ? List.of() : ComparablePeriods.holds(flows);
    if (holds.isEmpty() && flows.size() > 1) { // the phases of several flows overlap
      return List.of(new Phase("run", Duration.ZERO, planned().orElseThrow()));
    }
    return holds.isEmpty() ? phases() : holds;
  }

  /** Also empty for a capacity search, which may end at any probe. */
  @Override
  public Optional<Duration> planned() {
    return searched.isPresent()
        ? Optional.empty()
        : flows.stream().map(flow -> flow.profile().duration()).max(Comparator.naturalOrder());
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
        simulation,
        plan,
        started,
        flows,
        seed,
        requests,
        thresholds,
        limits,
        shape,
        others,
        searched,
        named,
        requestsByClass);
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
    PlannedRequests asked = plannedRequests().renamed(mask);
    return new RunInfo(
        simulation,
        mask.apply(plan),
        started,
        flows.stream().map(flow -> flow.renamed(mask)).toList(),
        seed,
        asked.names(),
        thresholds.stream().map(t -> t.renamed(mask)).toList(),
        limits,
        masked(shape, mask),
        masked(facts, mask),
        searched.map(of -> of.renamed(mask)),
        named.stream().map(phase -> phase.renamed(mask)).toList(),
        asked.byClass());
  }

  private static Map<String, String> masked(Map<String, String> texts, UnaryOperator<String> mask) {
    Map<String, String> masked = new LinkedHashMap<>();
    texts.forEach((name, text) -> masked.put(mask.apply(name), mask.apply(text)));
    return masked;
  }

  /** Returns a copy with the load that the run has followed. */
  public RunInfo on(List<FlowLoad> course) {
    return new RunInfo(
        simulation,
        plan,
        started,
        course,
        seed,
        requests,
        thresholds,
        limits,
        shape,
        facts,
        searched,
        named,
        requestsByClass);
  }

  /** Returns a copy with phases that were named by hand. */
  public RunInfo named(List<Phase> phases) {
    return new RunInfo(
        simulation,
        plan,
        started,
        flows,
        seed,
        requests,
        thresholds,
        limits,
        shape,
        facts,
        searched,
        phases,
        requestsByClass);
  }

  public RunInfo startedAt(Instant moment) {
    return new RunInfo(
        simulation,
        plan,
        moment,
        flows,
        seed,
        requests,
        thresholds,
        limits,
        shape,
        facts,
        searched,
        named,
        requestsByClass);
  }
}
