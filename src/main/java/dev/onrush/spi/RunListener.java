package dev.onrush.spi;

import dev.onrush.spi.RunEvent.Ended;
import dev.onrush.spi.RunEvent.IntervalPassed;
import dev.onrush.spi.RunEvent.Intervened;
import dev.onrush.spi.RunEvent.PhaseChanged;
import dev.onrush.spi.RunEvent.Started;
import dev.onrush.spi.RunEvent.ThresholdBreached;
import dev.onrush.spi.RunEvent.ThresholdRecovered;

/**
 * A listener to the events of a run. Override what you want to know. Name your class, which has a
 * public constructor without parameters, in {@code META-INF/services/dev.onrush.spi.RunListener}; a
 * listener is made for each run.
 *
 * <pre>{@code
 * public class Chat implements RunListener {
 *   @Override
 *   public void thresholdBreached(ThresholdBreached event) {
 *     post(event.judgement().toString());
 *   }
 * }
 * }</pre>
 *
 * <p>Events come one at a time and in order, on a thread of this listener's own. It may be slow: up
 * to 1,000 events wait for it, further ones are dropped and counted. An exception of it is
 * reported, and touches neither the run nor other listeners. After the end of the run it has five
 * seconds for the events that wait.
 *
 * @since 0.1.0
 */
public interface RunListener extends RunEvent.Receiver {

  /** The first users are due now. */
  @Override
  default void started(Started event) {}

  /** Another phase has begun. */
  @Override
  default void phaseChanged(PhaseChanged event) {}

  /** About a second has passed. */
  @Override
  default void intervalPassed(IntervalPassed event) {}

  /** A threshold has turned to FAIL. */
  @Override
  default void thresholdBreached(ThresholdBreached event) {}

  /** A threshold that was broken is kept again. */
  @Override
  default void thresholdRecovered(ThresholdRecovered event) {}

  /** Somebody has steered the run by hand. */
  @Override
  default void intervened(Intervened event) {}

  /** The run has ended; its reports are written. */
  @Override
  default void ended(Ended event) {}
}
