package dev.onrush.internal.text;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Distinguishes the user's own code from that of the platform, of libraries and of Onrush. */
public final class UserCode {

  private static final Pattern OTHER =
      Pattern.compile(
          "(javax?|jdk|sun|com\\.sun|scala|kotlin|io\\.gatling|io\\.netty|dev\\.onrush)\\..*");

  private UserCode() {}

  /** Whether a class is the user's own. */
  public static boolean is(String className) {
    return !OTHER.matcher(className).matches();
  }

  /** What was thrown, and where the user's own code threw it. */
  public static String text(Throwable e) {
    String what =
        e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    return line(e).map(line -> what + " at " + line).orElse(what);
  }

  /** The innermost line of the user's own code that a throwable came through, if there is one. */
  public static Optional<StackTraceElement> line(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> is(frame.getClassName()))
        .findFirst();
  }
}
