package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.internal.verdict.probe.FigureProbe;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The failures within the scope of a figure; for a figure of a status that is not to be exceeded,
 * the responses with this status. They tell when a threshold broke whose figure was at no moment on
 * the wrong side of its bound.
 */
public final class ScopeFailures {

  private final Optional<Status> status;
  private final Predicate<Series> filter;
  private final Duration begin;
  private final CountOnset counts = new CountOnset();

  /** Creates failures without any data yet. */
  public ScopeFailures(Figure figure, Condition condition, List<Phase> phases) {
    this.status =
        figure.statistic() instanceof Status of && condition.holds(0)
            ? Optional.of(of)
            : Optional.empty();
    this.filter = FigureProbe.filter(figure.scope(), phases);
    this.begin = new ScopeTimes(figure.scope(), phases).start();
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    Selection selection = Selection.of(interval.tallies(), filter);
    counts.add(
        interval.start(),
        interval.end(),
        status
            .map(of -> StatisticValue.statusCount(of, selection))
            .orElse((double) selection.failures()));
  }

  /** The start of the interval from which they became frequent; empty if there were none. */
  public Optional<Duration> from() {
    return counts.from(begin);
  }
}
