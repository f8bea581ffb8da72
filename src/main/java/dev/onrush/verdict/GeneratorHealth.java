package dev.onrush.verdict;

import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Vitals;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Whether the generator kept up with the plan. If it did not, response times are its own and not
 * the service's, and no threshold is worth anything.
 */
public final class GeneratorHealth {

  private static final int BUSY_ROWS = 5;
  private static final int ROWS = 3;

  private GeneratorHealth() {}

  /** What was wrong, each with its moment, the gravest first; empty if the generator was well. */
  public static List<String> findings(List<Row> rows, GeneratorLimits limits) {
    List<String> findings = new ArrayList<>();
    longest(rows, limits)
        .ifPresent(
            row ->
                findings.add(
                    "the generator stood still for "
                        + Quantity.duration(row.vitals().orElseThrow().standstill())
                        + at(row)));
    inARow(rows, ROWS, Row::lag, (double) limits.lag().toMillis())
        .ifPresent(
            row ->
                findings.add(
                    "users began late by "
                        + Quantity.TIME.text(row.lag())
                        + " and more"
                        + at(row)));
    inARow(rows, BUSY_ROWS, percent(Vitals::cpu), limits.cpu())
        .ifPresent(
            row ->
                findings.add(
                    "the generator was busy on "
                        + Quantity.SHARE.text(percent(Vitals::cpu).applyAsDouble(row))
                        + " of all processors"
                        + at(row)));
    inARow(rows, ROWS, GeneratorHealth::collecting, limits.gc())
        .ifPresent(
            row ->
                findings.add(
                    "the generator spent "
                        + Quantity.SHARE.text(collecting(row))
                        + " of its time in garbage collection"
                        + at(row)));
    inARow(rows, 1, GeneratorHealth::files, limits.files())
        .ifPresent(
            row ->
                findings.add(
                    "the generator had "
                        + Quantity.count(row.vitals().orElseThrow().openFiles())
                        + " of "
                        + Quantity.count(row.vitals().orElseThrow().fileLimit())
                        + " allowed files open"
                        + at(row)));
    return findings;
  }

  private static Optional<Row> longest(List<Row> rows, GeneratorLimits limits) {
    return rows.stream()
        .filter(row -> row.vitals().isPresent())
        .filter(row -> row.vitals().get().standstill().compareTo(limits.standstill()) >= 0)
        .max(java.util.Comparator.comparing(row -> row.vitals().orElseThrow().standstill()));
  }

  /** The last of the first {@code length} rows in a row that are past {@code limit}. */
  private static Optional<Row> inARow(
      List<Row> rows, int length, ToDoubleFunction<Row> figure, double limit) {
    int run = 0;
    for (Row row : rows) {
      run = figure.applyAsDouble(row) > limit ? run + 1 : 0;
      if (run == length) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private static ToDoubleFunction<Row> percent(ToDoubleFunction<Vitals> share) {
    return row -> row.vitals().map(v -> 100 * share.applyAsDouble(v)).orElse(0.0);
  }

  private static double collecting(Row row) {
    Duration length = row.end().minus(row.start());
    return row.vitals().isEmpty() || length.isZero()
        ? 0
        : 100.0 * row.vitals().get().gc().toNanos() / length.toNanos();
  }

  private static double files(Row row) {
    return row.vitals()
        .filter(v -> v.fileLimit() > 0)
        .map(v -> 100.0 * v.openFiles() / v.fileLimit())
        .orElse(0.0);
  }

  private static String at(Row row) {
    return " at " + Quantity.clock(row.end());
  }
}
