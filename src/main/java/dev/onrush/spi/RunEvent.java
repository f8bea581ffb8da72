package dev.onrush.spi;

import dev.onrush.result.IntervalStatistics;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunDescription;
import dev.onrush.result.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * An event of a run. Immutable; secrets in its texts are masked.
 *
 * @since 0.1.0
 */
public sealed interface RunEvent {

  /** Calls the method of {@code receiver} for this kind of event. */
  void tell(Receiver receiver);

  /**
   * A receiver of events, with one method for each kind. A {@link RunListener} is a receiver in
   * which every method is optional.
   */
  interface Receiver {

    /** Called when the run starts: the first users are due now. */
    void started(Started event);

    /** Called when another phase has begun. */
    void phaseChanged(PhaseChanged event);

    /** Called about once a second. */
    void intervalPassed(IntervalPassed event);

    /** Called when a threshold has turned to FAIL. */
    void thresholdBreached(ThresholdBreached event);

    /** Called when a threshold that had turned to FAIL passes again. */
    void thresholdRecovered(ThresholdRecovered event);

    /** Called when a user has steered the run by hand. */
    void intervened(Intervened event);

    /** Called when the run has ended and its reports are written. */
    void ended(Ended event);
  }

  /**
   * The start of a run: the first users are due now.
   *
   * @param info what is known of the run
   * @param folder the folder that the run writes to
   */
  record Started(RunDescription info, Path folder) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.started(this);
    }
  }

  /**
   * A change of phase: another phase is active than in the interval before.
   *
   * @param at the end of the first interval that ended in the new phase, since the start of the run
   * @param from the name of the phase before
   * @param to the name of the new phase, such as {@code spike}; also {@code paused} or {@code
   *     wind-down}; in a run of several flows the phases of all of them
   */
  record PhaseChanged(Duration at, String from, String to) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.phaseChanged(this);
    }
  }

  /**
   * The end of an interval, which is about a second long.
   *
   * @param figures the figures of this interval, over all requests
   * @param phase the name of the phase at the end of the interval
   * @param planned the level of the profile at the end of the interval, in users or arrivals per
   *     second; empty if the run has no profile or several flows
   */
  record IntervalPassed(IntervalStatistics figures, String phase, OptionalDouble planned)
      implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.intervalPassed(this);
    }
  }

  /**
   * The breach of a threshold, or of a warning, which has turned to FAIL. A count or a sum below
   * its minimum is not a breach as long as it can still reach the minimum.
   *
   * @param at the time since the start of the run
   * @param judgement the result of the threshold, with the figure that broke the bound
   */
  record ThresholdBreached(Duration at, Judgement judgement) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.thresholdBreached(this);
    }
  }

  /**
   * The recovery of a threshold, which had turned to FAIL and passes again.
   *
   * @param at the time since the start of the run
   * @param judgement the result of the threshold, with the figure that meets the bound
   */
  record ThresholdRecovered(Duration at, Judgement judgement) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.thresholdRecovered(this);
    }
  }

  /**
   * A command by which a user has steered the run by hand.
   *
   * @param intervention the command, which has been carried out
   */
  record Intervened(Intervention intervention) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.intervened(this);
    }
  }

  /**
   * The end of a run, after its reports are written.
   *
   * @param result the result, with everything that was measured and judged
   * @param folder the folder with the reports
   */
  record Ended(RunResult result, Path folder) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.ended(this);
    }
  }
}
