package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ArrivalRate.Spacing;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds users of an open workload who were due and never started. The times of evenly spaced
 * arrivals are known, so that even a few that are missing are found, except for those who are due
 * shortly before the end of the last row: they may start after it, as late as the limits allow.
 * Random arrivals may be as few as occurs by chance.
 */
final class MissingArrivalsRule {

  /** An injector may report a second as late as when the next second is over. */
  static final Duration LATE = Duration.ofSeconds(1);

  /** One arrival may be on either side of a moment at which rows or twins of a duet are counted. */
  private static final int ROUNDING = 1;

  /** The chance of five standard deviations, at which a number of arrivals is not random. */
  private static final double RARE = 3e-7;

  /** The mean from which on the Poisson distribution is as good as normal. */
  private static final double NORMAL = 500;

  private final GeneratorLimits limits;

  /** The time by which a user may be reported late at the end of a row. */
  private Duration delay;

  private Optional<Duration> start = Optional.empty();
  private Duration end = Duration.ZERO;
  private long arrived;

  MissingArrivalsRule(GeneratorLimits limits) {
    this.limits = limits;
    this.delay = limits.standstill();
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
    if (!row.injectors().isEmpty()) {
      delay = limits.standstill().plus(LATE);
    }
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
    double before = profile.arrivalsBy(start.orElse(Duration.ZERO));
    long due = Math.round(profile.arrivalsBy(end.minus(late)) - before);
    Duration certain = end.minus(late.compareTo(delay) > 0 ? late : delay);
    double started = certain.isNegative() ? 0 : Math.max(0, profile.arrivalsBy(certain) - before);
    double least =
        profile.spacing() == Spacing.POISSON ? fewestByChance(started) : started - ROUNDING;
    return start.isEmpty() || !limits.isMissing(arrived + Math.round(due - least), due)
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

  /**
   * The smallest number of arrivals that a Poisson process may have by chance: 12 if 40 are
   * expected.
   */
  private static double fewestByChance(double expected) {
    if (expected > NORMAL) {
      return expected - 5 * Math.sqrt(expected);
    }
    double probability = Math.exp(-expected);
    double upTo = probability;
    int arrivals = 0;
    while (upTo < RARE) {
      arrivals++;
      probability *= expected / arrivals;
      upTo += probability;
    }
    return arrivals;
  }
}
