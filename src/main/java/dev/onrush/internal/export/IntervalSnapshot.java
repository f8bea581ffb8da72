package dev.onrush.internal.export;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An immutable copy of a run's state after an interval, to be exported on another thread.
 *
 * @param interval the last interval
 * @param current the current phase of each flow
 * @param phases the names of all phases known so far, in alphabetical order
 * @param levels the planned levels by their labels: workload, and the flow if there are several
 * @param judgements the judgements of all thresholds, as if the run ended now; a count that has yet
 *     to grow to its bound is NO_DATA, because it is no breach, and dashboards would mark it as one
 * @param interventions the number of interventions so far
 */
record IntervalSnapshot(
    Interval interval,
    List<String> current,
    List<String> phases,
    Map<Map<String, String>, Double> levels,
    List<Judgement> judgements,
    int interventions) {

  IntervalSnapshot {
    current = List.copyOf(current);
    phases = List.copyOf(phases);
    levels = Map.copyOf(levels);
    judgements = List.copyOf(judgements);
  }

  static IntervalSnapshot of(RunState state) {
    TreeSet<String> phases = new TreeSet<>(state.phases());
    state.info().phases().stream().map(Phase::title).forEach(phases::add);
    return new IntervalSnapshot(
        state.interval(),
        state.phases(),
        List.copyOf(phases),
        levels(state),
        state.judgements().stream().map(judgement -> known(judgement, state)).toList(),
        state.interventions().size());
  }

  private static Judgement known(Judgement judgement, RunState state) {
    return GrowingFigure.mayReachItsBound(judgement, state.elapsed(), state.info().phases())
        ? judgement.withoutData("")
        : judgement;
  }

  private static Map<Map<String, String>, Double> levels(RunState state) {
    Map<Map<String, String>, Double> levels = new HashMap<>();
    for (FlowLoad load : state.info().flows()) {
      Map<String, String> labels = new HashMap<>();
      labels.put("workload", load.profile().isOpen() ? "open" : "closed");
      load.name().ifPresent(name -> labels.put("flow", name));
      levels.put(labels, load.profile().levelAt(state.elapsed()));
    }
    return levels;
  }
}
