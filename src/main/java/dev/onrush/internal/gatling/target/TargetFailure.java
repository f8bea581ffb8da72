package dev.onrush.internal.gatling.target;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a target, and what to do about it.
 *
 * @param happened what it did, or did not do
 * @param cause null where nothing answered
 */
record TargetFailure(String happened, String remedy, @Nullable Throwable cause) {

  private static final String SWITCH = "-Donrush.checkTarget=false";

  /**
   * The refusal of a run against it.
   *
   * @param target its name in the message
   */
  IllegalArgumentException refusal(String target) {
    return new IllegalArgumentException(
        target + " " + happened + "; " + remedy + "; " + SWITCH + " leaves this check out", cause);
  }

  /** The message of a throwable in one line; its name, if it has none. */
  static String text(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replaceAll("\\s+", " ");
  }
}
