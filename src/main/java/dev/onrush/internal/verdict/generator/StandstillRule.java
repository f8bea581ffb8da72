package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/** Finds the longest time for which nothing of the generator ran. */
final class StandstillRule {

  private final Duration limit;
  private Duration longest = Duration.ZERO;
  private Optional<Row> found = Optional.empty();

  StandstillRule(GeneratorLimits limits) {
    this.limit = limits.standstill();
  }

  void add(Row row) {
    Duration standstill = row.vitals().map(Vitals::standstill).orElse(Duration.ZERO);
    if (row.vitals().isPresent()
        && standstill.compareTo(limit) >= 0
        && (found.isEmpty() || standstill.compareTo(longest) > 0)) {
      longest = standstill;
      found = Optional.of(row);
    }
  }

  Optional<GeneratorFinding> finding() {
    return found.map(
        row ->
            GeneratorRule.finding(
                row,
                1,
                "the generator stood still for "
                    + Quantity.TIME.text(longest.toNanos() / 1e6)
                    + GeneratorRule.at(row),
                Effect.TIMES));
  }
}
