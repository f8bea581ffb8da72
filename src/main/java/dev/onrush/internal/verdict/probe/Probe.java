package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;

/** Follows one measure through a run. */
public interface Probe {

  /**
   * The interval that follows; a probe that needs totals only looks at the timeline instead.
   *
   * @param row the interval's own
   */
  default void add(Interval interval, Row row) {}

  /** What is known now. */
  Reading read(Timeline timeline);
}
