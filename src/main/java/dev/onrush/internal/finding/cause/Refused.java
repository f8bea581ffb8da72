package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.LoadFigures.Refusals;
import java.time.Duration;
import java.util.Optional;

/**
 * A status that most failures have. Responses with it that the script expects count only if the
 * threshold is about a status: otherwise they broke nothing.
 *
 * @param share the share of the failures, or of the refusals
 * @param of the name of the whole: failures or refusals
 * @param since the first second of the breach with this status
 */
record Refused(double share, String of, Duration since) {

  private static final double MOST = 0.5;

  static Optional<Refused> of(Evidence evidence, int status) {
    Refusals refusals = evidence.load().refusals(status, evidence.about() == About.STATUS);
    double share = refusals.share(evidence.during());
    if (!evidence.about().mayBeOfFailures()
        || !evidence.mayBeExplainedByFailures()
        || share < MOST
        || !explainsIncrease(evidence, refusals)) {
      return Optional.empty();
    }
    String of = refusals.areExpected(evidence.during()) ? "refusals" : "failures";
    return refusals
        .first(evidence.during())
        .filter(evidence::isInTime)
        .map(since -> new Refused(share, of, since));
  }

  /**
   * Whether most of the additional failures have this status. Responses that were as frequent
   * before explain nothing.
   */
  private static boolean explainsIncrease(Evidence evidence, Refusals refusals) {
    double more =
        refusals.shareOfRequests(evidence.during()) - refusals.shareOfRequests(evidence.before());
    double all = refusals.shareOfAll(evidence.during()) - refusals.shareOfAll(evidence.before());
    return more > 0 && more >= MOST * all;
  }

  /**
   * The status in words, such as {@code 92 % of the failures have status 429 (too many requests)
   * since 00:21}.
   *
   * @param status the status, with its meaning if it needs one
   */
  String text(String status) {
    return Texts.percent(share) + " of the " + of + " have status " + status + Texts.since(since);
  }
}
