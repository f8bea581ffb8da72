package dev.onrush.internal.run.record;

import java.util.Map;
import java.util.Optional;

/**
 * Identifies runs whose figures cannot be compared with those of any other run, however similar the
 * plans are.
 */
public final class ComparisonObstacle {

  private ComparisonObstacle() {}

  /**
   * Returns the reason why the run's figures cannot be compared, as the end of a sentence about the
   * run; empty if they can be.
   */
  public static Optional<String> of(RunInfo info) {
    return of(info.searched().isPresent(), info.facts());
  }

  /**
   * Returns the reason why a run's figures cannot be compared, given only its facts.
   *
   * @param searched whether the run is a capacity search
   */
  public static Optional<String> of(boolean searched, Map<String, String> facts) {
    if (searched) {
      return Optional.of("was a capacity search, which chooses its own levels");
    }
    if (facts.containsKey(RunInfo.ONCE)) {
      return Optional.of("was a trial run (once), not a load test");
    }
    return facts.containsKey(RunInfo.AGAINST)
        ? Optional.of("was a duet, which measures two services")
        : Optional.empty();
  }
}
