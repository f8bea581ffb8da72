package dev.onrush.plan;

import dev.onrush.units.Given;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The load of one flow over the time of a run. Immutable.
 *
 * @param flow empty if the run has no other
 * @param profile by the time since the run's start; 0 until the flow begins
 * @since 0.1.0
 */
public record FlowLoad(Optional<RunFlow> flow, LoadProfile profile) {

  /**
   * The load of a flow.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public FlowLoad {
    Given.value(flow, "flow of a load");
    Given.value(profile, "profile of a load");
  }

  /** The load of a run that has one flow. */
  public static FlowLoad only(LoadProfile profile) {
    return new FlowLoad(Optional.empty(), profile);
  }

  /** The name of the flow; empty if the run has no other. */
  public Optional<String> name() {
    return flow.map(RunFlow::name);
  }

  /** The phases of the flow, in order; each knows its flow. */
  public List<Phase> phases() {
    return profile.phases().stream().map(phase -> phase.of(flow)).toList();
  }

  /** The times at which the level stays the same, in order; each knows its flow. */
  public List<Phase> holds() {
    return profile.holds().stream().map(phase -> phase.of(flow)).toList();
  }

  /** The same flow with another profile. */
  public FlowLoad with(LoadProfile other) {
    return new FlowLoad(flow, other);
  }

  /** The same with every name in it as {@code rename} returns it. */
  public FlowLoad renamed(UnaryOperator<String> rename) {
    return new FlowLoad(
        flow.map(f -> f.renamed(rename)),
        profile.renamed(name -> Phase.RESERVED.contains(name) ? name : rename.apply(name)));
  }
}
