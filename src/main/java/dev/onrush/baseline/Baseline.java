package dev.onrush.baseline;

import java.util.List;

/**
 * Earlier runs of a plan, to compare a later one with.
 *
 * @param runs at least one; from three on it is known how much runs differ by themselves
 */
public record Baseline(String name, List<RunBlocks> runs) {

  public Baseline {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("baseline \"" + name + "\" has no run");
    }
  }
}
