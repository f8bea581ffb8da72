package dev.onrush.result;

/**
 * How a run ended. Immutable.
 *
 * @param how the kind of end
 * @param detail the reason in words; for a completed run, how the simulation itself ended the run,
 *     if it did
 * @since 0.1.0
 */
public record RunEnd(How how, String detail) {

  /** The end of a run that did all that was planned. */
  public static final RunEnd COMPLETED = new RunEnd(How.COMPLETED, "");

  /** The kinds of end. */
  public enum How {
    /** The run did all that was planned. */
    COMPLETED,
    /** A breach of a threshold ended the run. */
    ABORTED,
    /**
     * The run was stopped or killed, or it crashed, so that it says nothing about the rest of the
     * plan.
     */
    INTERRUPTED
  }
}
