package dev.onrush.internal.export;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunState;
import dev.onrush.plan.Phase;
import dev.onrush.result.Judgement;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * An immutable copy of a run after an interval, to be exported on another thread.
 *
 * @param interval the last one
 * @param phase current one
 * @param phases all names so far, in alphabetical order
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
