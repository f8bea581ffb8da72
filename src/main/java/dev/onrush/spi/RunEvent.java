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

  /** Calls the method of {@code receiver} that is for this kind of event. */
  void tell(Receiver receiver);

  /** One method for each kind of event; {@link RunListener} is one that need not have them all. */
  interface Receiver {

    /** The first users are due now. */
    void started(Started event);

    /** Another phase has begun. */
    void phaseChanged(PhaseChanged event);

    /** About a second has passed. */
    void intervalPassed(IntervalPassed event);

    /** A threshold has turned to FAIL. */
    void thresholdBreached(ThresholdBreached event);

    /** A threshold that was broken is kept again. */
    void thresholdRecovered(ThresholdRecovered event);

    /** Somebody has steered the run by hand. */
    void intervened(Intervened event);

    /** The run has ended; its reports are written. */
    void ended(Ended event);
  }

  /**
   * The first users are due now.
   *
   * @param info what is known of the run
   * @param folder that the run writes to
   */
  record Started(RunDescription info, Path folder) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.started(this);
    }
  }

  /**
   * Another phase is at work than in the interval before.
   *
   * @param at the end of the first interval that ended in it, since the run's start
   * @param from the phase before
   * @param to {@code spike}; {@code paused} or {@code wind-down} too
   */
  record PhaseChanged(Duration at, String from, String to) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.phaseChanged(this);
    }
  }

  /**
   * About a second has passed.
   *
   * @param figures of this second, over all requests
   * @param phase at its end
   * @param planned users, or arrivals each second, that the profile has; empty without a profile
   */
  record IntervalPassed(IntervalStatistics figures, String phase, OptionalDouble planned)
      implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.intervalPassed(this);
    }
  }

  /**
   * A threshold has turned to FAIL. A minimum of a count that can still be reached is no breach
   * until the run ends.
   *
   * @param at since the run's start
   * @param judgement with the figure that broke the bound
   */
  record ThresholdBreached(Duration at, Judgement judgement) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.thresholdBreached(this);
    }
  }

  /**
   * A threshold that was broken is kept again.
   *
   * @param at since the run's start
   * @param judgement with the figure that keeps the bound
   */
  record ThresholdRecovered(Duration at, Judgement judgement) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.thresholdRecovered(this);
    }
  }

  /**
   * Somebody has steered the run by hand.
   *
   * @param intervention that was carried out
   */
  record Intervened(Intervention intervention) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.intervened(this);
    }
  }

  /**
   * The run has ended; its reports are written.
   *
   * @param result with everything that was measured and judged
   * @param folder with the reports
   */
  record Ended(RunResult result, Path folder) implements RunEvent {
    @Override
    public void tell(Receiver receiver) {
      receiver.ended(this);
    }
  }
}
