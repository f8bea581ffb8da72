package dev.onrush.internal.gatling.target;

import dev.onrush.internal.text.UserCode;
import org.jspecify.annotations.Nullable;

/**
 * A failure to connect to a target, and its remedy.
 *
 * @param happened what the target did, or did not do
 * @param cause null if nothing answered
 */
record TargetFailure(String happened, String remedy, @Nullable Throwable cause) {

  private static final String SWITCH = "-Donrush.checkTarget=false";

  /**
   * Returns the exception that refuses a run against the target.
   *
   * @param target the name of the target in the message
   */
  IllegalArgumentException refusal(String target) {
    return new IllegalArgumentException(
        target + " " + happened + "; " + remedy + "; " + SWITCH + " skips this check", cause);
  }

  /**
   * Returns the message of a throwable in one line, or the name of its class if it has no message.
   */
  static String text(Throwable e) {
    String message = e.getMessage() == null ? UserCode.name(e) : e.getMessage();
    return message.replaceAll("\\s+", " ");
  }
}
