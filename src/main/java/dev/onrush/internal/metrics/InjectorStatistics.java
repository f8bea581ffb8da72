package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statistics of one of several injectors in an interval.
 *
 * @param length the time that the injector has reported; longer than the interval after a late
 *     report, and zero without a report
 * @param vitals the vitals of the injector's JVM and machine; empty if they were not watched
 * @param lag p99 of the time from when a user was due to when it started, in milliseconds
 * @param loopLag the longest delay of a timer on an event loop, in milliseconds
 * @param arrived users that started
 * @param active active users at the end
 * @param lost whether the injector was lost
 */
public record InjectorStatistics(
    Duration length,
    Optional<Vitals> vitals,
    double lag,
    double loopLag,
    long arrived,
    long active,
    boolean lost) {

  /** The statistics of an injector that has not reported in an interval; its report may be late. */
  public static final InjectorStatistics SILENT =
      new InjectorStatistics(Duration.ZERO, Optional.empty(), 0, 0, 0, 0, false);

  /**
   * The time in which a generator stood still for 30 ms or longer: of the generator's own vitals,
   * or of the injector with the most.
   */
  public static Duration pauses(Optional<Vitals> own, Collection<InjectorStatistics> injectors) {
    return Stream.concat(own.stream(), injectors.stream().flatMap(of -> of.vitals.stream()))
        .map(Vitals::pauses)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Returns the statistics of this time and the time that follows it, together. */
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

  /** Returns these statistics with the injector marked as lost, without active users. */
  InjectorStatistics asLost() {
    return new InjectorStatistics(length, vitals, lag, loopLag, arrived, 0, true);
  }

  /** Whether the injector has reported any time. */
  public boolean hasReported() {
    return !length.isZero();
  }
}
