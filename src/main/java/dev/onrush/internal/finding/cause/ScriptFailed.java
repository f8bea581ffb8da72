package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.verdict.figure.UnsentFailures;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a script that fails before it sends anything. If some requests failed after they had been
 * sent, these may be the cause: a user whose login fails lacks what its next requests need.
 */
final class ScriptFailed implements CauseRule {

  /** The least share of the failures in which nothing was sent. */
  private static final double NEARLY_ALL = 0.95;

  /** What is said of a message that could not be sent, which is not due to the script. */
  private static final String CLOSED = "server has closed the WebSocket";

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    Map<String, Long> unsent = evidence.load().unsent(evidence.during());
    long number = unsent.values().stream().mapToLong(Long::longValue).sum();
    long all = evidence.load().failures(evidence.during());
    if (!evidence.about().mayBeOfFailures()
        || !evidence.mayBeExplainedByFailures()
        || number == 0
        || number < NEARLY_ALL * all
        || 2 * closedByTheService(evidence) > number) {
      return Optional.empty();
    }
    return Optional.of(
        new Cause(
            "script failed",
            number == all ? Confidence.STRONG : Confidence.SOME,
            evidence.since(),
            List.of(
                Quantity.count(number)
                    + " of "
                    + Quantity.count(all, "failure")
                    + " came before a request was sent: "
                    + UnsentFailures.names(unsent)),
            "the error messages of these failures, and a trial run (-Donce) of the simulation",
            Texts.PAGE + "script",
            List.of()));
  }

  private static long closedByTheService(Evidence evidence) {
    return evidence.load().texts(evidence.during()).entrySet().stream()
        .filter(of -> of.getKey().contains(CLOSED))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
