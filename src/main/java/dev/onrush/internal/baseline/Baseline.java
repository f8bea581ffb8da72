package dev.onrush.internal.baseline;

import dev.onrush.plan.Phase;
import java.util.List;

/**
 * Earlier runs of a plan, to compare a later one with.
 *
 * @param times of the plan at which a level is held; empty if it holds none
 * @param runs at least one; from three on it is known how much runs differ by themselves
 */
public record Baseline(String name, List<Phase> times, List<RunBlocks> runs) {

  public Baseline {
    times = List.copyOf(times);
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("baseline \"" + name + "\" has no run");
    }
  }
}
