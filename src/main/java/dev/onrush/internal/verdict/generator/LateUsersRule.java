package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds users who start later than they were due. */
final class LateUsersRule extends GeneratorRule {

  LateUsersRule(GeneratorLimits limits) {
    super(Effect.LOAD, 3, (double) limits.lag().toMillis());
  }

  @Override
  double figure(Row row) {
    return row.lag();
  }

  @Override
  String text(Row row) {
    return "start delay was " + Quantity.TIME.text(row.lag()) + " or more";
  }
}
