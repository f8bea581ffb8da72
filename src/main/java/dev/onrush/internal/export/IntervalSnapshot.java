package dev.onrush.internal.export;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunState;
import dev.onrush.plan.Phase;
import dev.onrush.result.Judgement;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What is taken from a run after an interval, to be worked on elsewhere.
 *
 * @param interval the last one
 * @param phase at work
 * @param phases all that there are by now
 * @param level that is planned
 * @param judgements of all thresholds, as if the run ended now
 * @param interventions how many there were
 */
record IntervalSnapshot(
    Interval interval,
    String phase,
    List<String> phases,
    OptionalDouble level,
    List<Judgement> judgements,
    int interventions) {

  IntervalSnapshot {
    phases = List.copyOf(phases);
    judgements = List.copyOf(judgements);
  }

  static IntervalSnapshot of(RunState state) {
    TreeSet<String> phases = new TreeSet<>(List.of(state.phase()));
    state.info().phases().stream().map(Phase::name).forEach(phases::add);
    return new IntervalSnapshot(
        state.interval(),
        state.phase(),
        List.copyOf(phases),
        state.plannedLevel(),
        state.judgements(),
        state.interventions().size());
  }
}
