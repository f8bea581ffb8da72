package dev.onrush.spi;

import dev.onrush.spi.RunEvent.Ended;
import dev.onrush.spi.RunEvent.IntervalPassed;
import dev.onrush.spi.RunEvent.Intervened;
import dev.onrush.spi.RunEvent.PhaseChanged;
import dev.onrush.spi.RunEvent.Started;
import dev.onrush.spi.RunEvent.ThresholdBreached;
import dev.onrush.spi.RunEvent.ThresholdRecovered;

/**
 * A listener to the events of a run. Override the methods of the events that you need. Name your
 * class, which needs a public constructor without parameters, in {@code
 * META-INF/services/dev.onrush.spi.RunListener}. A new listener is created for each run.
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
 * <p>Events arrive one at a time and in order, on a separate thread for this listener. A listener
 * may be slow: up to 1,000 events wait for it; further events are dropped and counted. An exception
 * that it throws becomes a note in the result or, after the end of the run, a line on the console.
 * It affects neither the run nor other listeners. After the end of the run, the listener has five
 * seconds for the events that are still waiting.
 *
 * @since 0.1.0
 */
public interface RunListener extends RunEvent.Receiver {

  /** Called when the run starts: the first users are due now. */
  @Override
  default void started(Started event) {}

  /** Called when another phase has begun. */
  @Override
  default void phaseChanged(PhaseChanged event) {}

  /** Called about once a second. */
  @Override
  default void intervalPassed(IntervalPassed event) {}

  /** Called when a threshold has turned to FAIL. */
  @Override
  default void thresholdBreached(ThresholdBreached event) {}

  /** Called when a threshold that had turned to FAIL passes again. */
  @Override
  default void thresholdRecovered(ThresholdRecovered event) {}

  /** Called when a user has steered the run by hand. */
  @Override
  default void intervened(Intervened event) {}

  /** Called when the run has ended and its reports are written. */
  @Override
  default void ended(Ended event) {}
}
