package dev.onrush.internal.metrics.recording;

import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The phases of a run, looked up by the moment at which a sample began and by its user class, which
 * determines the flow.
 */
final class RunPhases {

  /** The phases of one flow, in order. */
  private record FlowPhases(Optional<RunFlow> flow, List<Phase> phases) {

    String at(long millis) {
      for (Phase phase : phases) {
        if (millis < phase.end().toMillis()) {
          return phase.title();
        }
      }
      return flow.map(f -> f.title(Phase.WIND_DOWN)).orElse(Phase.WIND_DOWN);
    }
  }

  /** The phases for samples that belong to no user class: those of the first flow. */
  private final FlowPhases first;

  private final Map<String, FlowPhases> byUserClass = new HashMap<>();

  RunPhases(List<Phase> phases) {
    Map<Optional<RunFlow>, List<Phase>> flows = new LinkedHashMap<>();
    phases.forEach(p -> flows.computeIfAbsent(p.flow(), f -> new ArrayList<>()).add(p));
    List<FlowPhases> each =
        flows.entrySet().stream().map(of -> new FlowPhases(of.getKey(), of.getValue())).toList();
    this.first = each.isEmpty() ? new FlowPhases(Optional.empty(), List.of()) : each.get(0);
    for (FlowPhases of : each) {
      of.flow().ifPresent(f -> f.userClasses().forEach(c -> byUserClass.put(c, of)));
    }
  }

  /**
   * The title of the phase at a moment.
   *
   * @param millis since the run's start
   */
  String at(String userClass, long millis) {
    return byUserClass.getOrDefault(userClass, first).at(millis);
  }
}
