package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;

/** Finds a generator that has nearly as many files open as it is allowed to. */
final class OpenFilesRule extends GeneratorRule {

  OpenFilesRule(GeneratorLimits limits) {
    super(Effect.LOAD, 1, limits.files());
  }

  @Override
  double figure(Row row) {
    return row.vitals()
        .filter(v -> v.fileLimit() > 0)
        .map(v -> 100.0 * v.openFiles() / v.fileLimit())
        .orElse(0.0);
  }

  @Override
  String text(Row row) {
    return "the generator had "
        + Quantity.count(row.vitals().orElseThrow().openFiles())
        + " of "
        + Quantity.count(row.vitals().orElseThrow().fileLimit())
        + " allowed files open";
  }
}
