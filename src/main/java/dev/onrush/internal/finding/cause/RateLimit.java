package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/** Most failures are status 429: somebody limits the rate of requests. */
final class RateLimit implements CauseRule {

  private static final int STATUS = 429;
  private static final double MOST = 0.5;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    double share = evidence.load().shareOfRefusals(evidence.during(), STATUS);
    if (evidence.about() == About.TIMES || share < MOST) {
      return Optional.empty();
    }
    return evidence
        .load()
        .first(evidence.during(), STATUS)
        .filter(evidence::isInTime)
        .map(
            since ->
                new Cause(
                    "rate limit",
                    Confidence.STRONG,
                    since,
                    List.of(
                        Texts.refused(evidence, share, "429 (too many requests)", since),
                        Quantity.FREQUENCY.text(evidence.load().throughput(evidence.during()))
                            + " were sent"),
                    "a higher limit, or a load below it, or clients that honour Retry-After",
                    Texts.PAGE + "rate-limit",
                    List.of()));
  }
}
