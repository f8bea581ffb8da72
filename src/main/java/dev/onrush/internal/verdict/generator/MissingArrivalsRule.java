package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.plan.LoadProfile.ArrivalRate;
import dev.onrush.plan.LoadProfile.ArrivalRate.Spacing;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** Finds users of an open workload that were due and never began. */
final class MissingArrivalsRule {

  private final GeneratorLimits limits;
  private Optional<Duration> start = Optional.empty();
  private Duration end = Duration.ZERO;
  private long arrived;

  MissingArrivalsRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes the row that follows.
   *
   * @param began users that began in it
   */
  void add(Row row, long began) {
    if (start.isEmpty()) {
      start = Optional.of(row.start());
    }
    end = row.end();
    arrived += began;
  }

  /**
   * Counts users that become known after the last row, from an injector whose last second came
   * late. No further user is due in that time.
   */
  void addLate(long began) {
    arrived += began;
  }

  /**
   * The finding of all rows so far: of those who were due in the time of these rows.
   *
   * @param late how long before the end of the last row somebody was due who may yet be known
   */
  Optional<GeneratorFinding> finding(ArrivalRate profile, Duration late) {
    long due =
        Math.round(
            profile.arrivalsBy(end.minus(late)) - profile.arrivalsBy(start.orElse(Duration.ZERO)));
    // Each user class rounds its own arrivals down; of random ones, five standard deviations.
    long chance =
        profile.spacing() == Spacing.POISSON ? Math.round(5 * Math.sqrt((double) due)) : 0;
    return start.isEmpty() || !limits.isMissing(arrived + 10 + chance, due)
        ? Optional.empty()
        : Optional.of(
            new GeneratorFinding(
                Quantity.count(due - arrived)
                    + " of "
                    + Quantity.count(due, "due user")
                    + " did not start",
                start.get(),
                end));
  }
}
