package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.LoadFigures.Refusals;
import java.time.Duration;
import java.util.Optional;

/**
 * One status that is most of what went wrong. Answers with it that the script expects count only
 * where the threshold is about a status: elsewhere they broke nothing.
 *
 * @param share of the failures, or of the refusals
 * @param of what it is a share
 * @param since the first second of the breach in which it came
 */
record Refused(double share, String of, Duration since) {

  private static final double MOST = 0.5;

  /** Of all requests, as many times as before. */
  private static final double FACTOR = 2;

  static Optional<Refused> of(Evidence evidence, int status) {
    Refusals refusals = evidence.load().refusals(status, evidence.about() == About.STATUS);
    double share = refusals.share(evidence.during());
    if (evidence.about() == About.TIMES
        || share < MOST
        || refusals.shareOfRequests(evidence.during())
            < FACTOR * refusals.shareOfRequests(evidence.before())) {
      return Optional.empty();
    }
    String of = refusals.areExpected(evidence.during()) ? "refusals" : "failures";
    return refusals
        .first(evidence.during())
        .filter(evidence::isInTime)
        .map(since -> new Refused(share, of, since));
  }

  /**
   * {@code 92 % of the failures are status 429 (too many requests) since 00:21}.
   *
   * @param status with its meaning, if it needs one
   */
  String text(String status) {
    return Texts.percent(share) + " of the " + of + " are status " + status + Texts.since(since);
  }
}
