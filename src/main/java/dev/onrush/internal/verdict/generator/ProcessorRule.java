package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds a generator that leaves too little of all processors free. */
final class ProcessorRule extends GeneratorRule {

  ProcessorRule(GeneratorLimits limits) {
    super(Effect.TIMES, 5, limits.cpu());
  }

  @Override
  double figure(Row row) {
    return row.vitals().map(v -> 100 * v.cpu()).orElse(0.0);
  }

  @Override
  String text(Row row) {
    return "the generator was busy on " + Quantity.SHARE.text(figure(row)) + " of all processors";
  }
}
