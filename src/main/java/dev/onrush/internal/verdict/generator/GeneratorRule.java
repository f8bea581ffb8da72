package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rule that finds a figure of the generator past its limit in a number of rows in a row. The
 * first such time is the finding.
 */
abstract class GeneratorRule {

  private final Effect effect;
  private final int length;
  private final double limit;
  private int past;
  private Optional<GeneratorFinding> finding = Optional.empty();

  /**
   * A rule that has seen nothing.
   *
   * @param effect what it makes doubtful
   * @param length rows in a row that make a finding
   */
  GeneratorRule(Effect effect, int length, double limit) {
    this.effect = effect;
    this.length = length;
    this.limit = limit;
  }

  /** The figure that has a limit. */
  abstract double figure(Row row);

  /**
   * The finding in words.
   *
   * @param last of the rows past the limit
   */
  abstract String text(Row last);

  final void add(Row row) {
    past = figure(row) > limit ? past + 1 : 0;
    if (past == length && finding.isEmpty()) {
      finding = Optional.of(finding(row, length, text(row), effect));
    }
  }

  final Optional<GeneratorFinding> finding() {
    return finding;
  }

  /**
   * A finding of several rows, with what the machine did meanwhile, if that can be its cause.
   *
   * @param last of these rows
   */
  static GeneratorFinding finding(Row last, int rows, String text, Effect effect) {
    return new GeneratorFinding(
        text + last.vitals().map(HostCause::text).orElse(""),
        last.end().minus(last.end().minus(last.start()).multipliedBy(rows)),
        last.end(),
        effect);
  }

  /** A time within a row, in percent of the row; 0 where it was not measured. */
  static double percentOfTime(Row row, Function<Vitals, Duration> time) {
    Duration length = row.end().minus(row.start());
    return row.vitals().isEmpty() || length.isZero()
        ? 0
        : 100.0 * time.apply(row.vitals().get()).toNanos() / length.toNanos();
  }

  static String at(Row row) {
    return " at " + Quantity.clock(row.end());
  }
}
