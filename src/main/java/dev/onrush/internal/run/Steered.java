package dev.onrush.internal.run;

import dev.onrush.internal.verdict.Times;
import dev.onrush.plan.Phase;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import java.util.List;
import java.util.Optional;

/**
 * What a hand at the run does to its thresholds. They were written for the plan; from the first
 * intervention on there was another load, so what a threshold says of that time is no answer to
 * what it asks. What lay before keeps its verdict, and so does an implied threshold, which was
 * written for no load.
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
                    ? judgement.withoutData("the run was steered by hand: " + first.get())
                    : judgement)
        .toList();
  }
}
