package dev.onrush.internal.run;

/**
 * How a run came to its end.
 *
 * @param how the kind of end
 * @param detail why, in words; of a completed run, how the simulation itself ended it, if it did
 */
public record Ending(How how, String detail) {

  public static final Ending COMPLETED = new Ending(How.COMPLETED, "");

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
