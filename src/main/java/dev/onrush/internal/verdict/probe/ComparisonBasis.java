package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.duet.Duet;
import java.util.Optional;

/**
 * The data that a run, or its target, is compared with.
 *
 * @param baseline earlier runs
 * @param duet another version in the same run
 * @param save the command that saves the run as a baseline
 */
public record ComparisonBasis(Optional<Baseline> baseline, Optional<Duet> duet, String save) {

  /** The command that saves a run whose name and folder are not known. */
  private static final String SAVE = "baseline NAME FOLDER";

  /** A comparison with earlier runs, if there are any. */
  public static ComparisonBasis with(Optional<Baseline> baseline) {
    return new ComparisonBasis(baseline, Optional.empty(), SAVE);
  }
}
