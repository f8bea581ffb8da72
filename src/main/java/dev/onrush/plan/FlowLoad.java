package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.units.Given;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The load of one flow over the time of a run. Immutable.
 *
 * @param flow the flow; empty if the run has only one
 * @param profile the load over the time since the start of the run; 0 until the flow starts
 * @since 0.1.0
 */
public record FlowLoad(Optional<RunFlow> flow, LoadProfile profile) {

  /**
   * Creates the load of a flow.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public FlowLoad {
    Given.value(flow, "flow of a load");
    Given.value(profile, "profile of a load");
  }

  /** Returns the load of each flow. If there is only one, its load does not name it. */
  public static List<FlowLoad> of(List<Flow> flows) {
    return flows.stream()
        .map(
            flow ->
                new FlowLoad(
                    flows.size() == 1 ? Optional.empty() : Optional.of(flow.inRun()),
                    flow.profileInRun()))
        .toList();
  }

  /** Returns the load of the only flow of a run. */
  public static FlowLoad only(LoadProfile profile) {
    return new FlowLoad(Optional.empty(), profile);
  }

  /** The name of the flow; empty if the run has only one. */
  public Optional<String> name() {
    return flow.map(RunFlow::name);
  }

  /** The phases of the flow, in order. Each phase refers to the flow. */
  public List<Phase> phases() {
    return profile.phases().stream().map(phase -> phase.of(flow)).toList();
  }

  /**
   * The parts of the phases in which the level stays the same, in order. Each part refers to the
   * flow.
   */
  public List<Phase> holds() {
    return profile.holds().stream().map(phase -> phase.of(flow)).toList();
  }

  /** Returns this load with another profile for the same flow. */
  public FlowLoad with(LoadProfile other) {
    return new FlowLoad(flow, other);
  }

  /**
   * Returns this load with each name replaced by what {@code rename} returns for it, except
   * reserved names of phases.
   */
  public FlowLoad renamed(UnaryOperator<String> rename) {
    return new FlowLoad(
        flow.map(f -> f.renamed(rename)),
        profile.renamed(name -> Phase.RESERVED.contains(name) ? name : rename.apply(name)));
  }
}
