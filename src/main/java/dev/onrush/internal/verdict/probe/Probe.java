package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;

/** A probe that follows one measure through a run. */
public interface Probe {

  /**
   * Adds the next interval. A probe that only needs totals reads the timeline instead.
   *
   * @param row the row of the interval
   */
  default void add(Interval interval, Row row) {}

  /** Returns the reading so far. */
  Reading read(Timeline timeline);
}
