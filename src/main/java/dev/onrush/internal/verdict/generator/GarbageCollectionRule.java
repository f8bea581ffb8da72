package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds a generator that spends too much of its time in garbage collection. */
final class GarbageCollectionRule extends GeneratorRule {

  GarbageCollectionRule(GeneratorLimits limits) {
    super(Effect.TIMES, 3, limits.gc());
  }

  @Override
  double figure(Row row) {
    return percentOfTime(row, Vitals::gc);
  }

  @Override
  String text(Row row) {
    return "the generator spent "
        + Quantity.SHARE.text(figure(row))
        + " of its time in garbage collection";
  }
}
