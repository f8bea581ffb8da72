package dev.onrush.result;

/**
 * How a run ended. Immutable.
 *
 * @param how the kind of end
 * @param detail why, in words; of a completed run, how the simulation itself ended it, if it did
 * @since 0.1.0
 */
public record RunEnd(How how, String detail) {

  /** The end of a run that did all that was planned. */
  public static final RunEnd COMPLETED = new RunEnd(How.COMPLETED, "");

  /** Kinds of end. */
  public enum How {
    /** All was done that was planned. */
    COMPLETED,
    /** A threshold's breach ended it. */
    ABORTED,
    /** It was stopped, killed or crashed, so it says nothing about the rest of the plan. */
    INTERRUPTED
  }
}
