package dev.onrush.internal.run.record;

import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * Applies the effect of interventions on thresholds. Thresholds are written for the load of the
 * plan. After the first intervention the load is different, so a threshold on that time has no
 * data. A threshold keeps its verdict if it is on the time before, if its flow was not steered, or
 * if it is implied, because an implied threshold holds for any load.
 */
public final class SteeringEffect {

  private SteeringEffect() {}

  /**
   * Returns why the run as a whole is not compared with its baseline, if it has one and was
   * steered.
   */
  public static Optional<String> notCompared(RunInfo info, List<Intervention> interventions) {
    return Optional.ofNullable(info.facts().get(RunInfo.BASELINE))
        .flatMap(
            baseline ->
                SteeringInterventions.first(interventions)
                    .map(
                        by ->
                            "the run as a whole is not compared with baseline "
                                + baseline
                                + ": it "
                                + text(by)));
  }

  /**
   * Returns the judgements. A judgement on a time that extends beyond the first intervention
   * becomes NO_DATA, with the measured figure.
   *
   * @param phases the phases of the plan
   */
  public static List<Judgement> judged(
      List<Judgement> judgements, List<Phase> phases, List<Intervention> interventions) {
    List<Intervention> steering = SteeringInterventions.of(interventions);
    return judgements.stream()
        .map(
            judgement ->
                steering.stream()
                    .filter(i -> affects(i, judgement, phases))
                    .findFirst()
                    .map(i -> judgement.withoutData(why(i)))
                    .orElse(judgement))
        .toList();
  }

  private static boolean affects(
      Intervention intervention, Judgement judgement, List<Phase> phases) {
    return !judgement.threshold().implied()
        && ScopeTimes.of(judgement, steered(intervention, phases)).endsAfter(intervention.at());
  }

  /** Returns the phases of the steered flow, or all phases if the whole run was steered. */
  private static List<Phase> steered(Intervention intervention, List<Phase> phases) {
    return intervention.flow().isEmpty()
        ? phases
        : phases.stream()
            .filter(p -> p.flow().map(RunFlow::name).equals(intervention.flow()))
            .toList();
  }

  private static String why(Intervention intervention) {
    return intervention.flow().map(flow -> "flow " + flow).orElse("the run")
        + " "
        + text(intervention);
  }

  /** Returns a text such as {@code was steered by hand at 00:05 (dashboard)}. */
  public static String text(Intervention intervention) {
    return "was steered by hand at "
        + Quantity.clock(intervention.at())
        + " ("
        + intervention.by()
        + ")";
  }
}
