package dev.onrush.internal.launch.process;

import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.library.LibraryCheck;
import dev.onrush.internal.text.RootCause;
import dev.onrush.internal.text.UserCode;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports in one line why there is no run. For a mistake that Onrush refuses, the message is
 * enough; for an exception from the user's own code, the type and the first line of that code are
 * reported as well.
 */
public final class Refusal {

  private static final String SETTINGS = "dev.onrush.MeteredSimulation.settings";

  private Refusal() {}

  /**
   * Returns the value of the supplier. If it throws, reports the mistake in one line and ends
   * Gatling's JVM; a run from Java gets the exception instead.
   */
  public static <T> T orExit(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException | Error e) {
      if (ExitStatus.underGatlingMain()) {
        exit(e);
      }
      throw e;
    }
  }

  /** Reports in one line why there is no run, and ends Gatling's JVM. */
  public static void exit(Throwable why) {
    if (isDefect(why)) {
      System.out.flush();
      why.printStackTrace(Console.err()); // one line is not enough to find a defect of Onrush
    }
    exit(text(why));
  }

  /** Reports why there is no run, in a JVM that is ending. */
  public static void tell(String why) {
    ExitStatus.tellRefusal(Console.err(), why);
  }

  /** Reports why there is no run, and ends Gatling's JVM. */
  public static void exit(@Nullable String why) {
    ExitStatus.refuse(Console.err(), why);
  }

  /**
   * Describes an exception in one line: {@code IllegalStateException: no accounts, at
   * SpikeTest.plan(SpikeTest.java:31)}.
   */
  public static String text(Throwable thrown) {
    Throwable what = thrownByCode(thrown);
    String where =
        UserCode.line(what)
            .filter(line -> !onlyAsksForSettings(what))
            .map(frame -> ", at " + frame)
            .orElse("");
    if (isRefusal(what)) {
      return withPlace(line(String.valueOf(what.getMessage())), where);
    }
    Throwable root = RootCause.of(what);
    String libraries =
        root instanceof LinkageError
            ? LibraryCheck.ofClassPath().suspects().map(text -> "; " + text).orElse("")
            : "";
    String cause = root == what ? "" : ", caused by " + line(UserCode.named(root));
    return "the simulation's code threw " + line(UserCode.named(what)) + cause + where + libraries;
  }

  /**
   * Inserts the place after the fact, which is the part of the message before its first semicolon
   * outside of quotation marks: {@code peak is 0, at SpikeTest.plan(SpikeTest.java:31); raise a
   * level}. What is allowed, and what to do, come after the place.
   */
  private static String withPlace(String message, String where) {
    boolean quoted = false;
    for (int i = 0; i < message.length(); i++) {
      if (message.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted && message.startsWith("; ", i)) {
        return message.substring(0, i) + where + message.substring(i);
      }
    }
    return message + where;
  }

  /** Whether the user's code has only asked for the settings. */
  private static boolean onlyAsksForSettings(Throwable what) {
    String inner = "";
    for (StackTraceElement frame : what.getStackTrace()) {
      if (UserCode.is(frame.getClassName())) {
        return inner.equals(SETTINGS);
      }
      inner = frame.getClassName() + "." + frame.getMethodName();
    }
    return false;
  }

  /**
   * Whether no code of the user is involved. An exception without a stack trace, such as Gatling's
   * for a feeder's missing file, says everything in its message.
   */
  static boolean isDefect(Throwable thrown) {
    Throwable what = thrownByCode(thrown);
    return !isRefusal(what) && what.getStackTrace().length > 0 && UserCode.line(what).isEmpty();
  }

  /** Whether the exception is a refusal by Onrush's own checks, whose message is sufficient. */
  private static boolean isRefusal(Throwable what) {
    return (what instanceof IllegalArgumentException || what instanceof UncheckedIOException)
        && Arrays.stream(what.getStackTrace())
            .map(StackTraceElement::getClassName)
            .filter(name -> !UserCode.isOfPlatform(name))
            .findFirst()
            .filter(UserCode::isOfOnrush)
            .isPresent();
  }

  /** Returns the exception without the wrappers of reflection and class loading. */
  private static Throwable thrownByCode(Throwable thrown) {
    Throwable what = thrown;
    while (what.getCause() != null
        && (what instanceof InvocationTargetException
            || what instanceof ExceptionInInitializerError)) {
      what = what.getCause();
    }
    return what;
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
