package dev.onrush.internal.run.record;

import java.util.Map;
import java.util.Optional;

/** Runs whose figures are those of no other run, however alike their plans are. */
public final class OwnFigures {

  private OwnFigures() {}

  /** Why a run is one of them, as the end of a sentence about it; empty if it is not. */
  public static Optional<String> why(RunInfo info) {
    return why(info.searched().isPresent(), info.facts());
  }

  /**
   * The same of a run of which less is known.
   *
   * @param searched whether it is a search for the capacity
   */
  public static Optional<String> why(boolean searched, Map<String, String> facts) {
    if (searched) {
      return Optional.of("searched for a capacity, at levels that no other run has");
    }
    if (facts.containsKey(RunInfo.ONCE)) {
      return Optional.of("was one look at its plan (once), not a load test");
    }
    return facts.containsKey(RunInfo.AGAINST)
        ? Optional.of("was a duet, whose figures are those of two services")
        : Optional.empty();
  }
}
