package dev.onrush.internal.gatling.metric;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of the simulation's own metrics, and the statistics that it has. */
public enum MetricKind {
  COUNTER,
  GAUGE,
  TREND,
  RATE;

  /** Whether metrics of this kind have the statistic. */
  public boolean has(Statistic statistic) {
    return statistic.match(
        percentile -> this == TREND, status -> false, apdex -> false, simple()::contains);
  }

  /** The statistics of this kind, as text, such as {@code mean, min, max}. */
  public String statistics() {
    return (this == TREND ? "percentiles, " : "")
        + simple().stream().map(Simple::toString).collect(Collectors.joining(", "));
  }

  private List<Simple> simple() {
    return switch (this) {
      case COUNTER -> List.of(Simple.TOTAL, Simple.TOTAL_PER_SECOND);
      case GAUGE -> List.of(Simple.MEAN, Simple.MIN, Simple.MAX);
      case TREND ->
          List.of(Simple.MEAN, Simple.MIN, Simple.MAX, Simple.STANDARD_DEVIATION, Simple.COUNT);
      case RATE -> List.of(Simple.SHARE);
    };
  }

  /** Returns the name of this kind in the DSL, such as {@code counter}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
