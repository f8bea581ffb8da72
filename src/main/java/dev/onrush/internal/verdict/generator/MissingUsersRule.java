package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.Times;
import dev.onrush.plan.LoadProfile.ConcurrentUsers;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** Finds users of a closed workload that were planned for a held level and did not come. */
final class MissingUsersRule {

  private static final int ROWS = 3;

  /** Users of a level have this long to come. */
  private static final Duration TO_COME = Duration.ofSeconds(2);

  private final GeneratorLimits limits;
  private int past;
  private Optional<GeneratorFinding> finding = Optional.empty();

  MissingUsersRule(GeneratorLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes the row that follows.
   *
   * @param active users at its end
   * @param profile that the run follows, as far as is known by the end of the row
   */
  void add(Row row, long active, ConcurrentUsers profile) {
    boolean held =
        new Times(Scope.ALL.during(Scope.STEADY_STATE), profile.phases())
            .partOf(row.start(), row.end())
            .filter(from -> row.start().minus(TO_COME).compareTo(from) >= 0)
            .isPresent();
    long planned = profile.usersAt(row.start());
    past = held && limits.isMissing(active, planned) ? past + 1 : 0;
    if (past == ROWS && finding.isEmpty()) {
      String text =
          Quantity.count(active)
              + " of "
              + Quantity.count(planned, "planned user")
              + " were active"
              + GeneratorRule.at(row);
      finding = Optional.of(GeneratorRule.finding(row, ROWS, text, Effect.LOAD));
    }
  }

  Optional<GeneratorFinding> finding() {
    return finding;
  }
}
