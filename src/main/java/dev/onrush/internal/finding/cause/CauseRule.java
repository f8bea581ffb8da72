package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import java.util.Optional;

/** A rule that looks for one cause. A rule without evidence finds nothing: it never guesses. */
interface CauseRule {

  /**
   * Returns the cause, if the evidence supports it and the cause began before the breach or with
   * it.
   */
  Optional<Cause> examine(Evidence evidence);
}
