package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;

/** Finds users of a closed workload who were planned for a held level but were not active. */
final class MissingUsersRule {

  private static final int ROWS = 3;

  /** The time that users have to start after a level begins. */
  private static final Duration TO_COME = Duration.ofSeconds(2);

  private final GeneratorLimits limits;
  private final FaultPeriods periods = new FaultPeriods(ROWS);

  MissingUsersRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds the next row.
   *
   * @param active the users who are active at its end
   * @param profile the profile that the run follows, as far as is known at the end of the row
   */
  void add(Row row, long active, ConcurrentUsers profile) {
    boolean held =
        new ScopeTimes(Scope.ALL.during(Scope.STEADY_STATE), profile.holds())
            .partOf(row.start(), row.end())
            .filter(from -> row.start().minus(TO_COME).compareTo(from) >= 0)
            .isPresent();
    long planned = profile.usersAt(row.start());
    if (held && limits.isMissing(active, planned)) {
      periods.beyond(
          row,
          1 - (double) active / planned,
          () ->
              Quantity.count(active)
                  + " of "
                  + Quantity.count(planned, "planned user")
                  + (planned == 1 ? " was active" : " were active"));
    } else {
      periods.within();
    }
  }

  List<GeneratorFinding> findings() {
    return periods.findings("", Effect.LOAD);
  }
}
