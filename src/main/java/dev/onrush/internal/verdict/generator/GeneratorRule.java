package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A rule that finds a figure of the generator beyond its limit in a number of consecutive rows. */
abstract class GeneratorRule {

  private final Effect effect;
  private final double limit;
  private final FaultPeriods periods;

  /**
   * Creates a rule without any row yet.
   *
   * @param effect what a finding makes doubtful
   * @param length the number of consecutive rows that make a finding
   */
  GeneratorRule(Effect effect, int length, double limit) {
    this.effect = effect;
    this.limit = limit;
    this.periods = new FaultPeriods(length);
  }

  /** The figure that has a limit. */
  abstract double figure(Row row);

  /** The figure of a row beyond the limit, in words. */
  abstract String text(Row row);

  /** The end of the sentence that begins with the figure; empty by default. */
  String advice() {
    return "";
  }

  /** The length of a fault that is reported at the end of a row; zero for that of the row. */
  Duration reach(Row row) {
    return Duration.ZERO;
  }

  final void add(Row row) {
    double figure = figure(row);
    if (figure > limit) {
      periods.beyond(row, figure, () -> text(row), reach(row));
    } else {
      periods.within();
    }
  }

  final List<GeneratorFinding> findings() {
    return periods.findings(advice(), effect);
  }

  /**
   * Returns a time within a row in percent of the row; 0 if it was not measured. A time that began
   * in the row before counts in the row in which it ends, so the result is limited to 100.
   */
  static double percentOfTime(Row row, Function<Vitals, Duration> time) {
    Duration length = row.end().minus(row.start());
    return row.vitals().isEmpty() || length.isZero()
        ? 0
        : Math.min(100, 100.0 * time.apply(row.vitals().get()).toNanos() / length.toNanos());
  }
}
