package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds recurring pauses of the whole generator. */
final class PausesRule extends GeneratorRule {

  PausesRule(GeneratorLimits limits) {
    super(Effect.TIMES, 3, limits.pauses());
  }

  @Override
  double figure(Row row) {
    return percentOfTime(row, Vitals::pauses);
  }

  @Override
  String text(Row row) {
    return "the generator stood still again and again, for "
        + Quantity.SHARE.text(figure(row))
        + " of the time";
  }
}
