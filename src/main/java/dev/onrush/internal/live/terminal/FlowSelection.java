package dev.onrush.internal.live.terminal;

import dev.onrush.internal.live.terminal.Keyboard.Steering;
import dev.onrush.internal.live.terminal.frame.RunSnapshot;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Load;
import dev.onrush.plan.FlowLoad;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Selects which of a run's flows the keys steer: all of them, or one. */
final class FlowSelection {

  /** The key that selects the next flow. */
  static final char TAB = '\t';

  private static final int ALL = -1;
  private static final String ALL_FLOWS = "all flows";

  private int selected = ALL;

  /** Returns how the flows of a run are steered at its start, before its first snapshot. */
  static Steering opening(List<FlowLoad> flows) {
    return flows.size() > 1
        ? new Steering(false, OptionalDouble.empty(), Optional.of(ALL_FLOWS))
        : new Steering(
            false,
            flows.stream().mapToDouble(flow -> flow.profile().levelAt(Duration.ZERO)).findFirst());
  }

  /** Selects the next entry: all flows first, then each of them in order. */
  void next(RunSnapshot now) {
    selected = selected + 1 == now.loads().size() ? ALL : selected + 1;
  }

  /**
   * Returns the name of the flow that is steered; empty if all are steered, or the run has only
   * one.
   */
  Optional<String> flow(RunSnapshot now) {
    return selected == ALL || selected >= now.loads().size()
        ? Optional.empty()
        : now.loads().get(selected).flow();
  }

  /** Returns how the selected flows are steered now. */
  Steering steering(RunSnapshot now) {
    List<Load> loads = now.loads();
    if (loads.size() == 1) {
      return new Steering(now.paused(), loads.get(0).level());
    }
    Optional<String> flow = flow(now);
    return flow.isEmpty()
        ? new Steering(now.paused(), OptionalDouble.empty(), Optional.of(ALL_FLOWS))
        : new Steering(now.paused(loads.get(selected)), loads.get(selected).level(), flow);
  }
}
