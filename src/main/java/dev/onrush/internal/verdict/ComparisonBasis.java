package dev.onrush.internal.verdict;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.duet.Duet;
import java.util.Optional;

/**
 * The data that a run, or its target, is compared with.
 *
 * @param baseline earlier runs
 * @param duet another version in the same run
 */
public record ComparisonBasis(Optional<Baseline> baseline, Optional<Duet> duet) {

  /** A comparison with earlier runs, if there are any. */
  public static ComparisonBasis with(Optional<Baseline> baseline) {
    return new ComparisonBasis(baseline, Optional.empty());
  }
}
