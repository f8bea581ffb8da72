package dev.onrush.internal.verdict.figure;

import dev.onrush.plan.Phase;
import dev.onrush.plan.RunFlow;
import dev.onrush.threshold.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The phases that a recovery is about. What is usual is seen in the one before the disturbance; the
 * recovery is looked for from the end of the disturbance on.
 *
 * @param ofFlow all phases of the flow that is disturbed, or of the run if it has one flow
 * @param before the phase before the disturbing one; empty if that is the first
 * @param disturbing the phase that the threshold names; empty if there is none of its name
 */
public record RecoveryPhases(
    List<Phase> ofFlow, Optional<Phase> before, Optional<Phase> disturbing) {

  /**
   * The phases of a recovery in a run.
   *
   * @param scope names the disturbing phase, and its flow where several have one of its name
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
