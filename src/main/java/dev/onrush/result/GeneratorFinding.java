package dev.onrush.result;

import java.time.Duration;

/**
 * A fault of the load generator during a run, with its time. A fault that came again has a finding
 * for each time, all with the same text. Immutable.
 *
 * @param text what, and when
 * @param from since the run's start
 * @param to since the run's start; the end of the time that it is about
 * @param effect what of that time is not to be trusted
 * @since 0.1.0
 */
public record GeneratorFinding(String text, Duration from, Duration to, Effect effect) {

  /**
   * What a weakness of the generator makes doubtful.
   *
   * @since 0.1.0
   */
  public enum Effect {
    /**
     * Response times, and throughput that is too low. A response time of which it is known how much
     * may be the generator's own can be judged all the same, and so can counts and error rates.
     */
    TIMES,
    /** Everything: the load was not the one that was planned. */
    LOAD
  }

  /** A finding that makes everything of its time doubtful. */
  public GeneratorFinding(String text, Duration from, Duration to) {
    this(text, from, to, Effect.LOAD);
  }
}
