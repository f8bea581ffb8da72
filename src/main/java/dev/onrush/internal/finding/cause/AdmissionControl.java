package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.LoadFigures;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * Finds admission control: most failures have status 503 and come at once, because a server refuses
 * work instead of queueing it.
 */
final class AdmissionControl implements CauseRule {

  private static final int STATUS = 503;

  /** In milliseconds; a response this fast has not waited for anything. */
  private static final double AT_ONCE = 20;

  /** The same limit, in milliseconds, for a machine that is slow anyway. */
  private static final double SOON = 100;

  private static final double OF_OTHERS = 0.25;

  /**
   * The share of the failures with the status from which the time of all failures counts as the
   * time of these.
   */
  private static final double NEARLY_ALL = 0.9;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    LoadFigures load = evidence.load();
    double refused = load.failedTime(evidence.during());
    double ok = load.okTime(evidence.during());
    // The time of the refusals is unknown if there are other failures, or if the script expects the
    // status.
    boolean isKnown = load.refusals(STATUS, false).share(evidence.during()) >= NEARLY_ALL;
    boolean atOnce = refused <= AT_ONCE || (refused <= SOON && refused <= OF_OTHERS * ok);
    return Refused.of(evidence, STATUS)
        .filter(found -> !isKnown || atOnce)
        .map(
            found ->
                new Cause(
                    "admission control",
                    isKnown ? Confidence.STRONG : Confidence.SOME,
                    found.since(),
                    Texts.sentences(
                        found.text("503"),
                        isKnown
                            ? Optional.of(
                                "they took "
                                    + Quantity.TIME.text(refused)
                                    + " on average, so they did not wait for anything")
                            : Optional.empty()),
                    "a higher limit on concurrent requests, more instances, or clients that honour"
                        + " Retry-After",
                    Texts.PAGE + "admission-control",
                    List.of()));
  }
}
