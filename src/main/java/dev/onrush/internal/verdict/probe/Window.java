package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.threshold.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A window that is complete.
 *
 * @param from its start, since the run's start
 * @param when its start and end, in words
 * @param selection its samples
 * @param reading its figure
 * @param still the time in which the generator stood still
 * @param excess what the intervals beside standstills have more than usual
 */
record Window(
    Duration from,
    String when,
    Duration length,
    Selection selection,
    Reading reading,
    Duration still,
    MadeUpArrivals.Excess excess) {

  /** Returns this window with late responses. */
  Window with(List<Selection> late, Statistic statistic) {
    return of(Stream.concat(Stream.of(selection), late.stream()).toList(), statistic);
  }

  /** Returns this window with other samples. */
  Window of(List<Selection> samples, Statistic statistic) {
    Selection all = new Selection();
    samples.forEach(all::add);
    return new Window(
        from, when, length, all, FigureProbe.reading(statistic, all, length), still, excess);
  }

  /**
   * Returns this window of a count or a rate with the range that its standstills cause.
   *
   * @param next the standstills in the next interval, the first of which may have begun in this
   *     window: the thread that ends the intervals may be the first to go on after it
   */
  Window before(Duration next, Statistic statistic) {
    Duration beyond = still.plus(next).compareTo(length) < 0 ? next : Duration.ZERO;
    Duration all = still.plus(beyond);
    Reading ranged =
        WindowCount.withoutStandstills(reading, statistic, length, all, excess.madeUp(all, beyond));
    return new Window(from, when, length, selection, ranged, still, excess);
  }
}
