package dev.onrush.internal.run.record;

import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The times of a run that can be compared with those of another: those at which the level of no
 * flow changes. Of several flows, these are the times between two moments at which some flow begins
 * or ends to hold a level.
 */
final class ComparedTimes {

  private ComparedTimes() {}

  /** The times, in order; none if some flow always changes its level. */
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

  /** The ends of a flow's stages, without those within a hold and within a time without load. */
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

  /** The hold of the first flow that brings users in this time, if all that do hold their level. */
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
