package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.threshold.Statistic;
import java.time.Duration;

/**
 * A window that is complete.
 *
 * @param from its start, since the run's start
 * @param when its start and end, in words
 * @param selection its samples
 * @param reading its figure
 */
record Window(Duration from, String when, Duration length, Selection selection, Reading reading) {

  /** Returns this window with late responses. */
  Window with(Selection late, Statistic statistic) {
    Selection all = new Selection();
    all.add(selection);
    all.add(late);
    return new Window(from, when, length, all, FigureProbe.reading(statistic, all, length));
  }
}
