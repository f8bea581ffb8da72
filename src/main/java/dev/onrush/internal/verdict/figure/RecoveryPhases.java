package dev.onrush.internal.verdict.figure;

import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The phases that a recovery refers to. The phase before the disturbance shows the usual figures.
 * The recovery is searched for from the end of the disturbance on.
 *
 * @param ofFlow all phases of the disturbed flow, or of the run if it has one flow
 * @param before the phase before the disturbing one; empty if the disturbing phase is the first
 * @param disturbing the phase that the threshold names; empty if there is no phase of this name
 */
public record RecoveryPhases(
    List<Phase> ofFlow, Optional<Phase> before, Optional<Phase> disturbing) {

  /**
   * Returns the phases of a recovery in a run.
   *
   * @param scope names the disturbing phase, and its flow if several flows have a phase of this
   *     name
   */
  public static RecoveryPhases of(Scope scope, List<Phase> phases) {
    Optional<Phase> disturbing = Phase.meant(scope, phases).stream().findFirst();
    Optional<RunFlow> flow = disturbing.flatMap(Phase::flow);
    List<Phase> ofFlow = phases.stream().filter(p -> p.flow().equals(flow)).toList();
    int index = disturbing.map(ofFlow::indexOf).orElse(-1);
    return new RecoveryPhases(
        ofFlow, index < 1 ? Optional.empty() : Optional.of(ofFlow.get(index - 1)), disturbing);
  }
}
