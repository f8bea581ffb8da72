package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ArrivalRate.Spacing;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** Finds users of an open workload who were due and never started. */
final class MissingArrivalsRule {

  private final GeneratorLimits limits;
  private Optional<Duration> start = Optional.empty();
  private Duration end = Duration.ZERO;
  private long arrived;

  MissingArrivalsRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds the next row.
   *
   * @param began the users who started in it
   */
  void add(Row row, long began) {
    if (start.isEmpty()) {
      start = Optional.of(row.start());
    }
    end = row.end();
    arrived += began;
  }

  /**
   * Counts users who are reported after the last row, by an injector whose last second came late.
   * No further user is due in that time.
   */
  void addLate(long began) {
    arrived += began;
  }

  /**
   * Returns the finding for all users who were due in the time of the rows so far.
   *
   * @param late the time before the end of the last row in which users may have started who are not
   *     reported yet
   */
  Optional<GeneratorFinding> finding(ArrivalRate profile, Duration late) {
    long due =
        Math.round(
            profile.arrivalsBy(end.minus(late)) - profile.arrivalsBy(start.orElse(Duration.ZERO)));
    // The tolerance of 10 is for user classes, each of which rounds its arrivals down. Random
    // arrivals may be fewer by five standard deviations.
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
