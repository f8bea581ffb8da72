package dev.onrush.internal.run.record;

import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The load of a run over its time, and the phases into which this time is divided.
 *
 * @param flows the flows of the run, each with its load; empty for a plain Gatling simulation
 * @param searched the flow of a capacity search; its profile is created during the run, probe by
 *     probe
 * @param named phases of a plain Gatling simulation, in order and without gaps; empty if it has
 *     none
 */
public record RunLoad(List<FlowLoad> flows, Optional<SearchedFlow> searched, List<Phase> named) {

  public RunLoad {
    flows = List.copyOf(flows);
    named = List.copyOf(named);
  }

  /** The load of these flows, none of which is searched for its capacity. */
  public static RunLoad of(List<FlowLoad> flows) {
    return of(flows, Optional.empty());
  }

  /** The load of these flows, whose phases are the phases of the run. */
  public static RunLoad of(List<FlowLoad> flows, Optional<SearchedFlow> searched) {
    return new RunLoad(flows, searched, List.of());
  }

  /** Returns the same load with other flows. */
  RunLoad withFlows(List<FlowLoad> others) {
    return new RunLoad(others, searched, named);
  }

  /** Returns the same load with phases that were named by hand. */
  RunLoad named(List<Phase> phases) {
    return new RunLoad(flows, searched, phases);
  }

  /** Returns the same load with each name replaced by the result of {@code rename}. */
  RunLoad renamed(UnaryOperator<String> rename) {
    return new RunLoad(
        flows.stream().map(flow -> flow.renamed(rename)).toList(),
        searched.map(of -> of.renamed(rename)),
        named.stream().map(phase -> phase.renamed(rename)).toList());
  }

  /** The profile of the only flow; empty if there are several flows or none. */
  Optional<LoadProfile> profile() {
    return flows.size() == 1 ? Optional.of(flows.get(0).profile()) : Optional.empty();
  }

  /** The phases of each flow, in order; without flows, those named by hand, or the whole run. */
  List<Phase> phases() {
    if (flows.isEmpty()) {
      return named.isEmpty() ? List.of(Phase.WHOLE_RUN) : named;
    }
    return flows.stream().flatMap(flow -> flow.phases().stream()).toList();
  }

  /** The titles of the current phases at the given time, in the order of the flows. */
  List<String> phasesAt(Duration elapsed) {
    return currentPhases(elapsed).stream().map(Phase::title).toList();
  }

  /**
   * The current phases at the given time as text: {@code steady}; {@code Clerks / steady, Labs /
   * ramp-up}; for more than three flows {@code step 2 (6 flows), not started (4 flows)}.
   */
  String phaseText(Duration elapsed) {
    return Phase.text(currentPhases(elapsed));
  }

  /**
   * The phases at two times as text: {@code ramp-up > steady}; of several flows {@code Clerks /
   * ramp-up > steady, Labs / steady}.
   */
  String phaseText(Duration from, Duration to) {
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
  List<Phase> comparablePeriods() {
    List<Phase> holds = flows.isEmpty() ? List.of() : ComparablePeriods.holds(flows);
    if (holds.isEmpty() && flows.size() > 1) { // the phases of several flows overlap
      return List.of(new Phase("run", Duration.ZERO, planned().orElseThrow()));
    }
    return holds.isEmpty() ? phases() : holds;
  }

  /** The planned length; also empty for a capacity search, which may end at any probe. */
  Optional<Duration> planned() {
    return searched.isPresent()
        ? Optional.empty()
        : flows.stream().map(flow -> flow.profile().duration()).max(Comparator.naturalOrder());
  }
}
