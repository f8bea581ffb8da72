package dev.onrush.result;

import java.time.Duration;

/**
 * A fault of the load generator during a run, with its time. A fault that occurred several times
 * has one finding for each time, all with the same text. Immutable.
 *
 * @param text the fault and its times in words
 * @param from the start of the affected time, since the start of the run
 * @param to the end of the affected time, since the start of the run
 * @param effect the results of this time that cannot be trusted
 * @since 0.1.0
 */
public record GeneratorFinding(String text, Duration from, Duration to, Effect effect) {

  /**
   * The results that a fault of the generator makes doubtful.
   *
   * @since 0.1.0
   */
  public enum Effect {
    /**
     * Response times, and throughput and counts of requests, which may be too low. A response time
     * can be judged nevertheless if it is known how much of it may be the generator's own. Error
     * rates and error counts can be judged as well.
     */
    TIMES,
    /** Everything: the load was not the planned load. */
    LOAD
  }

  /** Creates a finding that makes all results of its time doubtful. */
  public GeneratorFinding(String text, Duration from, Duration to) {
    this(text, from, to, Effect.LOAD);
  }
}
