package dev.onrush.internal.event;

import dev.onrush.internal.event.RunEvent.Ended;
import dev.onrush.internal.event.RunEvent.IntervalPassed;
import dev.onrush.internal.event.RunEvent.Intervened;
import dev.onrush.internal.event.RunEvent.PhaseChanged;
import dev.onrush.internal.event.RunEvent.Started;
import dev.onrush.internal.event.RunEvent.ThresholdBreached;
import dev.onrush.internal.event.RunEvent.ThresholdRecovered;

/**
 * Is told of a run as it goes: override what you want to know. Name your class, which has a public
 * constructor without parameters, in {@code
 * META-INF/services/dev.onrush.internal.event.RunEventListener}; a listener is made for each run.
 *
 * <p>Events come one at a time and in order, on a thread of this listener's own. It may take its
 * time: up to 1,000 events wait for it, further ones are dropped and counted. What it throws is
 * reported, and touches neither the run nor other listeners. When the run has ended it has five
 * seconds for what is left.
 */
public interface RunEventListener {

  /** The first users are due now. */
  default void started(Started event) {}

  /** Another phase has begun. */
  default void phaseChanged(PhaseChanged event) {}

  /** About a second has passed. */
  default void intervalPassed(IntervalPassed event) {}

  /** A threshold has turned to FAIL. */
  default void thresholdBreached(ThresholdBreached event) {}

  /** A threshold that was broken is kept again. */
  default void thresholdRecovered(ThresholdRecovered event) {}

  /** Somebody has steered the run by hand. */
  default void intervened(Intervened event) {}

  /** The run has ended; its reports are written. */
  default void ended(Ended event) {}
}
