package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.Optional;

/**
 * The statistics of one of several injectors in an interval.
 *
 * @param length of the time that it has reported; longer than the interval after a late report, and
 *     zero without one
 * @param vitals of its JVM and its machine, if they were watched
 * @param lag p99 of the time from when a user was due to when it began, in milliseconds
 * @param loopLag the longest time by which a timer on an event loop came late, in milliseconds
 * @param arrived users that began
 * @param active users at the end
 * @param lost whether it was lost
 */
public record InjectorStatistics(
    Duration length,
    Optional<Vitals> vitals,
    double lag,
    double loopLag,
    long arrived,
    long active,
    boolean lost) {

  /** An injector without a report in an interval: it may be late. */
  public static final InjectorStatistics SILENT =
      new InjectorStatistics(Duration.ZERO, Optional.empty(), 0, 0, 0, 0, false);

  /** This time and the one that follows. */
  public InjectorStatistics then(InjectorStatistics next) {
    return new InjectorStatistics(
        length.plus(next.length),
        vitals.isEmpty()
            ? next.vitals
            : Optional.of(
                next.vitals
                    .map(v -> vitals.get().then(length, v, next.length))
                    .orElse(vitals.get())),
        Math.max(lag, next.lag),
        Math.max(loopLag, next.loopLag),
        arrived + next.arrived,
        next.active,
        lost || next.lost);
  }

  /** The same injector, lost. */
  InjectorStatistics asLost() {
    return new InjectorStatistics(length, vitals, lag, loopLag, arrived, 0, true);
  }

  /** Whether it has reported some time. */
  public boolean hasTold() {
    return !length.isZero();
  }
}
