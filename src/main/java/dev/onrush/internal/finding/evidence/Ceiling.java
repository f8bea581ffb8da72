package dev.onrush.internal.finding.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A resource that was used up to its limit in most readings of a breach, and reached it before the
 * breach or at its start.
 *
 * @param since when the resource was first at its limit without interruption
 * @param used the median reading of its use
 * @param limit the median reading of its limit
 * @param series the expressions of both
 */
public record Ceiling(Duration since, double used, double limit, List<String> series) {

  /** The share of the limit from which a resource counts as full. */
  public static final double FULL = 0.95;

  /** The share of the readings during a breach that must be at the limit. */
  private static final double MOSTLY = 0.6;

  /**
   * Returns the ceiling; empty if the resource was not at its limit, or only after the breach had
   * begun.
   */
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
