package dev.onrush.internal.baseline;

import dev.onrush.profile.Phase;
import java.util.List;

/**
 * The earlier runs of a plan with which a later run is compared.
 *
 * @param times the phases of the plan that hold a level; empty if there are none
 * @param runs at least one; with three or more it is known how much runs differ among themselves
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
