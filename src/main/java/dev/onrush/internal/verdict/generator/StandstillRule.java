package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds times in which the whole generator stood still. */
final class StandstillRule extends GeneratorRule {

  StandstillRule(GeneratorLimits limits) {
    super(Effect.TIMES, 1, limits.standstill().toNanos() / 1e6);
  }

  @Override
  double figure(Row row) {
    return row.vitals().map(Vitals::standstill).map(time -> time.toNanos() / 1e6).orElse(0.0);
  }

  @Override
  String text(Row row) {
    return "the generator stood still for " + Quantity.TIME.text(figure(row));
  }
}
