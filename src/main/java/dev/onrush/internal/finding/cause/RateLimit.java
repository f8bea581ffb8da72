package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * Finds a rate limit: most failures have status 429, because a server limits the rate of requests.
 */
final class RateLimit implements CauseRule {

  private static final int STATUS = 429;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    return Refused.of(evidence, STATUS)
        .map(
            found ->
                new Cause(
                    "rate limit",
                    Confidence.STRONG,
                    found.since(),
                    List.of(
                        found.text("429 (too many requests)"),
                        "requests were sent at "
                            + Quantity.FREQUENCY.text(
                                evidence.all().throughput(evidence.during()))),
                    "a higher limit, or a load below it, or clients that honour Retry-After",
                    Texts.PAGE + "rate-limit",
                    List.of()));
  }
}
