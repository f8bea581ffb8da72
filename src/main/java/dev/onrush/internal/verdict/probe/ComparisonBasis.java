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

  private static final String ADVICE = "; save this run as one with: ";

  /** Describes that there is no baseline, with the command that saves this run as one. */
  String missing() {
    return "there is no baseline of this plan and size" + ADVICE + save;
  }

  /** Returns a detail without this command, for a run that cannot be saved as a baseline. */
  public static String withoutAdvice(String detail) {
    int end = detail.indexOf(ADVICE);
    return end < 0 ? detail : detail.substring(0, end);
  }

  /** A comparison with earlier runs, if there are any. */
  public static ComparisonBasis with(Optional<Baseline> baseline) {
    return new ComparisonBasis(baseline, Optional.empty(), SAVE);
  }
}
