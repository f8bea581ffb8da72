package dev.onrush.internal.run;

import dev.onrush.internal.verdict.Times;
import dev.onrush.plan.Phase;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The effect of interventions on thresholds. Thresholds are written for the plan's load; after the
 * first intervention the load is another, so a threshold on that time has no data. A threshold on
 * the time before keeps its verdict, as does an implied threshold, which holds for any load.
 */
final class Steered {

  private Steered() {}

  /**
   * The same judgements; those whose time reaches past the first intervention are NO_DATA, with the
   * figure that was seen. A run that was only stopped followed its plan until then.
   *
   * @param phases of the plan
   */
  static List<Judgement> judged(
      List<Judgement> judgements, List<Phase> phases, List<Intervention> interventions) {
    Optional<Intervention> first =
        interventions.stream().filter(i -> !(i.command() instanceof Stop)).findFirst();
    if (first.isEmpty()) {
      return judgements;
    }
    return judgements.stream()
        .map(
            judgement ->
                !judgement.threshold().implied() && Times.reach(judgement, first.get().at(), phases)
                    ? judgement.withoutData(
                        "the run was steered by hand at "
                            + Quantity.clock(first.get().at())
                            + " ("
                            + first.get().by()
                            + ")")
                    : judgement)
        .toList();
  }
}
