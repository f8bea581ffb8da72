package dev.onrush.internal.finding.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A resource that was used up to its limit in most readings of a breach, and before it or from its
 * begin on.
 *
 * @param since when it was first at its limit without a break
 * @param used the middle reading of what was used
 * @param limit the middle reading of the limit
 */
public record Ceiling(Duration since, double used, double limit, List<String> series) {

  /** A share of the limit that leaves room for nobody. */
  public static final double FULL = 0.95;

  /** Of the readings of a breach. */
  private static final double MOSTLY = 0.6;

  /** Empty if the resource was not at its limit, or only after the breach had begun. */
  public static Optional<Ceiling> of(
      Evidence evidence, FigureOverTime used, FigureOverTime limit, double full) {
    FigureOverTime share = used.by(limit);
    if (share.share(evidence.during(), value -> value >= full) < MOSTLY) {
      return Optional.empty();
    }
    List<String> series = new ArrayList<>(used.series());
    series.addAll(limit.series());
    return share
        .since(evidence.during(), value -> value >= full)
        .filter(since -> evidence.isInTime(since, share))
        .map(
            since ->
                new Ceiling(
                    since,
                    used.median(evidence.during()).orElse(0),
                    limit.median(evidence.during()).orElse(0),
                    series));
  }
}
