package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.plan.ImportedUserClass;
import dev.onrush.internal.importing.plan.Pause;

/** Describes user classes in words. */
public final class UserClassText {

  private UserClassText() {}

  /**
   * Returns, for example, {@code Sessions of 7.3 requests on average; exponential pauses, mean 4.2
   * s.}
   *
   * @param leaves whether the users leave after a session
   */
  public static String text(ImportedUserClass kind, boolean leaves) {
    String pause = pause(kind.pause());
    if (!leaves) {
      return "Steady users; " + pause + ".";
    }
    double mean = kind.meanLength();
    return mean == 1
        ? "Sessions of 1 request."
        : "Sessions of "
            + Literals.decimal(Math.round(10 * mean) / 10.0)
            + " requests on average; "
            + pause
            + ".";
  }

  private static String pause(Pause pause) {
    return pause.match(
        new Pause.Cases<>(
            constant ->
                constant.time().isZero()
                    ? "no pauses"
                    : "pauses of " + Literals.seconds(seconds(constant.time())),
            between ->
                "pauses of "
                    + Literals.seconds(seconds(between.min()))
                    + " to "
                    + Literals.seconds(seconds(between.max())),
            exponential ->
                "exponential pauses, mean " + Literals.seconds(seconds(exponential.mean())),
            observed -> "pauses as in the log"));
  }

  private static double seconds(java.time.Duration time) {
    return time.toNanos() / 1e9;
  }
}
