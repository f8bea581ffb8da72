package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;

/** Finds event loops that were late although the rest of the generator was not. */
final class EventLoopRule extends GeneratorRule {

  EventLoopRule(GeneratorLimits limits) {
    super(Effect.TIMES, 3, (double) limits.standstill().toMillis());
  }

  @Override
  double figure(Row row) {
    boolean allWereLate =
        row.vitals().filter(v -> 2 * v.standstill().toMillis() >= row.loopLag()).isPresent();
    return allWereLate ? 0 : row.loopLag();
  }

  /** A loop reports its delay when it runs again. */
  @Override
  Duration reach(Row row) {
    return Duration.ofNanos((long) (row.loopLag() * 1e6));
  }

  @Override
  String text(Row row) {
    return "an event loop of the generator was blocked for "
        + Quantity.TIME.text(row.loopLag())
        + " or more";
  }

  @Override
  String advice() {
    return "; a chain contains blocking code, or the load is too high for the generator";
  }
}
