package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The periods in which a figure of the generator was beyond its limit: each from the first row
 * beyond it to the last, where enough of them came in a row. Of more than ten periods the tenth
 * goes on to the end of the last, so that no time beyond the limit is left out.
 */
final class FaultPeriods {

  private static final int MOST = 10;
  private static final int NAMED = 3;

  /** The worst row of those that make a period or prolong it. */
  private record Worst(Row row, double figure, String text) {}

  private final int length;
  private final List<Span> periods = new ArrayList<>();
  private Duration begin = Duration.ZERO;

  /** Rows in a row up to now that are beyond the limit. */
  private int rows;

  private long count;
  private boolean isLonger;
  private @Nullable Worst worst;

  /**
   * None yet.
   *
   * @param length rows in a row that make a period
   */
  FaultPeriods(int length) {
    this.length = length;
  }

  /** Takes a row that is within the limit. */
  void within() {
    rows = 0;
  }

  /**
   * Takes a row that is beyond the limit.
   *
   * @param figure the greater, the worse
   * @param text the figure in words
   */
  void beyond(Row row, double figure, Supplier<String> text) {
    begin = rows == 0 ? row.start() : begin;
    rows++;
    if (rows < length) {
      return;
    }
    count += rows == length ? 1 : 0;
    isLonger |= rows > length;
    int last = periods.size() - 1;
    if (rows == length && periods.size() < MOST) {
      periods.add(new Span(begin, row.end()));
    } else {
      periods.set(last, new Span(periods.get(last).from(), row.end()));
    }
    if (worst == null || figure > worst.figure) {
      worst = new Worst(row, figure, text.get());
    }
  }

  /**
   * A finding of each period, all with the same text: how bad it was at its worst and, where that
   * does not say all, in which periods.
   *
   * @param advice the end of the sentence
   */
  List<GeneratorFinding> findings(String advice, Effect effect) {
    if (worst == null) {
      return List.of();
    }
    String text =
        worst.text
            + " at "
            + Quantity.clock(worst.row.end())
            + (count > 1 || isLonger ? " (beyond the limit " + named() + ")" : "")
            + advice
            + worst.row.vitals().map(HostCause::text).orElse("");
    return periods.stream()
        .map(period -> new GeneratorFinding(text, period.from(), period.to(), effect))
        .toList();
  }

  /** {@code from 00:03 to 00:40, from 01:10 to 01:13}. */
  private String named() {
    String first =
        periods.stream()
            .limit(NAMED)
            .map(p -> "from " + Quantity.clock(p.from()) + " to " + Quantity.clock(p.to()))
            .collect(Collectors.joining(", "));
    return count > NAMED ? first + " and " + Quantity.count(count - NAMED, "more time") : first;
  }
}
