package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The periods in which a figure of the generator was beyond its limit. A period lasts from the
 * first row beyond the limit to the last, if there are enough consecutive rows.
 */
final class FaultPeriods {

  /** A row beyond the limit. */
  private record Beyond(Row row, double figure, Supplier<String> text) {}

  private final int length;
  private final FaultSpans periods = new FaultSpans();
  private Duration begin = Duration.ZERO;

  /** The number of consecutive rows up to now that are beyond the limit. */
  private int rows;

  /** The worst of these rows; the last one if several are equally bad. */
  private @Nullable Beyond worstSinceBegin;

  private long count;
  private boolean isLonger;

  /** The worst row of all periods. */
  private @Nullable Beyond worst;

  /**
   * Creates an empty list of periods.
   *
   * @param length the number of consecutive rows that make a period
   */
  FaultPeriods(int length) {
    this.length = length;
  }

  /** Adds a row that is within the limit. */
  void within() {
    rows = 0;
    worstSinceBegin = null;
  }

  /**
   * Adds a row that is beyond the limit.
   *
   * @param figure the greater, the worse
   * @param text the figure in words
   */
  void beyond(Row row, double figure, Supplier<String> text) {
    beyond(row, figure, text, Duration.ZERO);
  }

  /**
   * Adds a row that is beyond the limit, and reports a fault that began earlier.
   *
   * @param reach the length of the fault up to the end of the row; it counts as so many rows
   */
  void beyond(Row row, double figure, Supplier<String> text, Duration reach) {
    Duration since = row.end().minus(reach);
    Duration from = since.compareTo(row.start()) < 0 ? since : row.start();
    begin = rows == 0 || from.compareTo(begin) < 0 ? from : begin;
    begin = begin.isNegative() ? Duration.ZERO : begin;
    int before = rows;
    rows += Math.max(1, (int) Math.min(length + 1, reach.toSeconds()));
    Beyond candidate = worstSinceBegin;
    if (candidate == null || figure >= candidate.figure) {
      candidate = new Beyond(row, figure, text);
      worstSinceBegin = candidate;
    }
    if (rows < length) {
      return;
    }
    count += before < length ? 1 : 0;
    isLonger |= rows > length;
    periods.add(new Span(begin, row.end()));
    if (worst == null || candidate.figure > worst.figure) {
      worst = candidate;
    }
  }

  /**
   * Returns a finding for each period, all with the same text: the worst figure and, unless there
   * was only a single short period, the periods.
   *
   * @param advice the end of the sentence
   */
  List<GeneratorFinding> findings(String advice, Effect effect) {
    if (worst == null) {
      return List.of();
    }
    return periods.findings(
        worst.text.get()
            + " at "
            + Quantity.clock(worst.row.start())
            + (count > 1 || isLonger ? " (beyond the limit " + named() + ")" : "")
            + advice
            + worst.row.vitals().map(HostCause::text).orElse(""),
        effect);
  }

  /** The periods in words, such as {@code from 00:03 to 00:40, from 01:10 to 01:13}. */
  private String named() {
    String first =
        periods.all().stream()
            .limit(FaultSpans.NAMED)
            .map(p -> "from " + Quantity.clock(p.from()) + " to " + Quantity.clock(p.to()))
            .collect(Collectors.joining(", "));
    return count > FaultSpans.NAMED
        ? first + " and " + Quantity.count(count - FaultSpans.NAMED, "more time")
        : first;
  }
}
