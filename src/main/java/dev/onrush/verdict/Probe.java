package dev.onrush.verdict;

import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Timeline;

/** Follows one measure through a run. */
interface Probe {

  /** The interval that follows; a probe that needs totals only looks at the timeline instead. */
  default void add(Interval interval) {}

  /** What is known now. */
  Reading read(Timeline timeline);
}
