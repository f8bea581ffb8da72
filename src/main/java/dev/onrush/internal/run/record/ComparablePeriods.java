package dev.onrush.internal.run.record;

import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The periods of a run that can be compared with periods of another run: those in which the level
 * of every flow is constant. With several flows, these are the periods between two moments at which
 * any flow starts or stops holding a level.
 */
final class ComparablePeriods {

  private ComparablePeriods() {}

  /**
   * Returns the periods in order; empty if there is no time at which all flows hold their level.
   */
  static List<Phase> holds(List<FlowLoad> flows) {
    if (flows.size() == 1) {
      return flows.get(0).holds();
    }
    TreeSet<Duration> moments = new TreeSet<>();
    flows.forEach(flow -> moments.addAll(changes(flow)));
    List<Phase> holds = new ArrayList<>();
    Duration start = Duration.ZERO;
    for (Duration end : moments) {
      Optional<Phase> held = held(flows, start, end);
      if (held.isPresent()) {
        String name = "hold " + (holds.size() + 1);
        holds.add(new Phase(name, start, end, held.get().held()));
      }
      start = end;
    }
    return holds;
  }

  /**
   * Returns the ends of the flow's stages, without those inside a hold and those between two stages
   * without load.
   */
  private static List<Duration> changes(FlowLoad flow) {
    List<Phase> holds = flow.holds();
    List<Stage> stages = flow.profile().stages();
    List<Duration> changes = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (int i = 0; i < stages.size(); i++) {
      Duration end = at.plus(stages.get(i).duration());
      boolean isHeld =
          holds.stream().anyMatch(p -> p.start().compareTo(end) < 0 && p.end().compareTo(end) > 0);
      boolean isIdle = isIdle(stages.get(i)) && i + 1 < stages.size() && isIdle(stages.get(i + 1));
      if (!isHeld && !isIdle) {
        changes.add(end);
      }
      at = end;
    }
    return changes;
  }

  private static boolean isIdle(Stage stage) {
    return stage.from() == 0 && stage.to() == 0;
  }

  /**
   * Returns the hold of the first flow that has one in this period; empty if any flow with users
   * changes its level.
   */
  private static Optional<Phase> held(List<FlowLoad> flows, Duration start, Duration end) {
    Optional<Phase> first = Optional.empty();
    for (FlowLoad flow : flows) {
      Optional<Phase> hold =
          flow.holds().stream()
              .filter(p -> p.start().compareTo(start) <= 0 && p.end().compareTo(end) >= 0)
              .findFirst();
      if (hold.isEmpty() && isAtWork(flow, start, end)) {
        return Optional.empty();
      }
      first = first.or(() -> hold);
    }
    return first;
  }

  private static boolean isAtWork(FlowLoad flow, Duration start, Duration end) {
    Duration middle = start.plus(end).dividedBy(2);
    return flow.profile().levelAt(middle) > 0;
  }
}
