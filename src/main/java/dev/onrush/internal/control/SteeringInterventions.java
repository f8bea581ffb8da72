package dev.onrush.internal.control;

import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import java.util.List;
import java.util.Optional;

/**
 * Determines whether the load of a run differed from the load of its plan. A run that was only
 * stopped followed its plan until then.
 */
public final class SteeringInterventions {

  private SteeringInterventions() {}

  /** The interventions after which the load differed from the plan, in order. */
  public static List<Intervention> of(List<Intervention> interventions) {
    return interventions.stream().filter(i -> !(i.command() instanceof Stop)).toList();
  }

  /**
   * The first intervention after which the load differed from the plan; empty if there was none.
   */
  public static Optional<Intervention> first(List<Intervention> interventions) {
    return of(interventions).stream().findFirst();
  }
}
