package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import java.util.Optional;

/** Looks for one cause. A rule that has no evidence finds nothing: it never guesses. */
interface CauseRule {

  /** The cause, if the evidence speaks for it and began before the breach or with it. */
  Optional<Cause> examine(Evidence evidence);
}
