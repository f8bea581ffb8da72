package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;

/** Finds users who start later than they were due. */
final class LateUsersRule extends GeneratorRule {

  LateUsersRule(GeneratorLimits limits) {
    super(Effect.LOAD, 3, (double) limits.lag().toMillis());
  }

  @Override
  double figure(Row row) {
    return row.lag();
  }

  /**
   * Users who are late are reported when they start. If all were late because the whole generator
   * stood still, this is a standstill, and they come in a burst.
   */
  @Override
  Duration reach(Row row) {
    boolean allWereLate =
        row.vitals().filter(v -> 2 * v.standstill().toMillis() >= row.lag()).isPresent();
    return allWereLate ? Duration.ZERO : Duration.ofNanos((long) (row.lag() * 1e6));
  }

  @Override
  String text(Row row) {
    return "start delay was " + Quantity.TIME.text(row.lag()) + " or more";
  }
}
