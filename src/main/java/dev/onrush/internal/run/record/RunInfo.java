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

/**
 * The description of a run at its start.
 *
 * @param simulation simple name of its class
 * @param plan the plan's name; the simulation's for a plain Gatling simulation
 * @param started a label; times within the run are measured from it on a clock that does not jump
 * @param flows that the run follows, each with its load; empty for a plain Gatling simulation
 * @param seed of every random choice
 * @param requests names of requests that are known before, without the groups around them
 * @param thresholds with the bounds that are in force
 * @param limits past which the generator is not to be trusted
 * @param shape the parts that identify the plan; runs with different shapes are not compared
 * @param facts what else helps to read the result: target, settings, versions, machine; secrets
 *     masked
 * @param searched flow of a search for the capacity; its profile is made while the run goes, probe
 *     by probe
 * @param named phases of a plain Gatling simulation, in order and without a gap; empty if it has
 *     none
 * @param requestsByClass which of the requests each user class sends; empty where it is not known
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

  /** Fact: the flows and user classes that were run, where others of the plan were left out. */
  public static final String PART = "only";

  /** Fact: one user of each class did each task once, instead of the load. */
  public static final String ONCE = "once";

  /** Fact: the address of a trace, with the place of its id in it. */
  public static final String TRACES = "traces";

  /** Fact: the highest level. */
  public static final String PEAK = "peak";

  /** Fact: user classes that have none of the users at the peak. */
  public static final String CLASSES_WITHOUT_USERS = "user classes without users";

  /** Fact: requests that only such classes send. */
  public static final String REQUESTS_WITHOUT_USERS = "requests without users";

  /** Fact: the address of A in a duet, whose target is B; no other run has it. */
  public static final String AGAINST = "against";

  /** Stands between the names of a fact. */
  public static final String SEPARATOR = ", ";

  /** Of a run whose phases are those of its flows. */
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

  /** Of a run of one flow, or of none, that does not search for anything. */
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

  /** The fact that names the baseline which the run is compared with. */
  public static final String BASELINE = "baseline";

  /** The fact that chains wait by pauses of their own. */
  public static final String PAUSES = "pauses in chains";

  /** The fact that says which injector of a run over several this one was: its place and name. */
  public static final String INJECTOR = "injector";

  /** The fact that is the same for all injectors of one run, and for no other run. */
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

  /** The requests that are known before, with who sends them. */
  public PlannedRequests plannedRequests() {
    return new PlannedRequests(requests, requestsByClass);
  }

  /** The titles of the phases at a moment, in the order of the flows. */
  public List<String> phasesAt(Duration elapsed) {
    return atWork(elapsed).stream().map(Phase::title).toList();
  }

  /**
   * The phases at a moment as a text: {@code steady}; {@code Clerks / steady, Labs / ramp-up}; of
   * more than three flows {@code step 2 (6 flows), not started (4 flows)}.
   */
  public String phaseText(Duration elapsed) {
    return Phase.text(atWork(elapsed));
  }

  /** The phase of each flow at a moment. */
  private List<Phase> atWork(Duration elapsed) {
    return flows.isEmpty()
        ? List.of(atWork(phases(), elapsed))
        : flows.stream().map(load -> atWork(load.phases(), elapsed)).toList();
  }

  private static Phase atWork(List<Phase> phases, Duration elapsed) {
    Phase first = phases.get(0);
    Phase last = phases.get(phases.size() - 1);
    return first.flow().isPresent() && elapsed.compareTo(first.start()) < 0
        ? new Phase(Phase.NOT_STARTED, Duration.ZERO, first.start()).of(first.flow())
        : phases.stream()
            .filter(p -> isAtWork(p, elapsed))
            .findFirst()
            .orElse(new Phase(Phase.WIND_DOWN, last.end(), elapsed).of(last.flow()));
  }

  /** A pause that goes on is known up to now. */
  private static boolean isAtWork(Phase phase, Duration elapsed) {
    int left = phase.end().compareTo(elapsed);
    return left > 0 || (left == 0 && phase.flow().isPresent() && phase.name().equals(Phase.PAUSED));
  }

  /** The times of the run that can be compared with those of another: all, if no level is held. */
  public List<Phase> comparedTimes() {
    List<Phase> holds = flows.isEmpty() ? List.of() : ComparedTimes.holds(flows);
    if (holds.isEmpty() && flows.size() > 1) { // whose phases lie above each other
      return List.of(new Phase("run", Duration.ZERO, planned().orElseThrow()));
    }
    return holds.isEmpty() ? phases() : holds;
  }

  /** Empty for a search too, which may end at any probe. */
  @Override
  public Optional<Duration> planned() {
    return searched.isPresent()
        ? Optional.empty()
        : flows.stream().map(flow -> flow.profile().duration()).max(Comparator.naturalOrder());
  }

  /** The same with one more fact. */
  public RunInfo with(String fact, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(fact, value);
    return withFacts(more);
  }

  /** The same with other facts. */
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

  /** The same without a fact. */
  public RunInfo without(String fact) {
    Map<String, String> fewer = new LinkedHashMap<>(facts);
    fewer.remove(fact);
    return withFacts(fewer);
  }

  /**
   * The same with secrets masked in every text of a user's, as a {@link
   * dev.onrush.internal.metrics.recording.Recorder} masks those of its samples: names and the
   * thresholds that ask for them go on to fit.
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

  /** The same with the load that the run has followed. */
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

  /** The same with phases named by hand. */
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
