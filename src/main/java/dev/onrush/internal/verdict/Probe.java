package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Row;
import dev.onrush.internal.metrics.Timeline;

/** Follows one measure through a run. */
interface Probe {

  /**
   * The interval that follows; a probe that needs totals only looks at the timeline instead.
   *
   * @param row the interval's own
   */
  default void add(Interval interval, Row row) {}

  /** What is known now. */
  Reading read(Timeline timeline);
}
