package dev.onrush.internal.launch.role;

import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.library.LibraryCheck;
import dev.onrush.internal.text.RootCause;
import dev.onrush.internal.text.UserCode;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no run, in one line. A mistake that is refused by name needs its message only; of
 * what the user's own code threw, the type and the first line of that code are told as well.
 */
public final class Refusal {

  private static final String SETTINGS = "dev.onrush.MeteredSimulation.settings";

  private static final Pattern OURS = Pattern.compile("dev\\.onrush\\..*");

  private Refusal() {}

  /**
   * The value, or, where the user has made a mistake, one clear line and the end of Gatling's JVM.
   * A run from Java gets the exception instead.
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

  /** Says in one line why there is no run, and ends Gatling's JVM. */
  public static void exit(Throwable why) {
    if (isDefect(why)) {
      System.out.flush();
      why.printStackTrace(Console.err()); // nobody can find a defect of Onrush's own by one line
    }
    exit(text(why));
  }

  /** Says why there is no run, and ends Gatling's JVM. */
  public static void exit(@Nullable String why) {
    ExitStatus.refuse(Console.err(), why);
  }

  /** {@code IllegalStateException: no accounts, at SpikeTest.plan(SpikeTest.java:31)}. */
  public static String text(Throwable thrown) {
    Throwable what = thrownByCode(thrown);
    String where =
        UserCode.line(what)
            .filter(line -> !onlyAsksForSettings(what))
            .map(frame -> ", at " + frame)
            .orElse("");
    if (isRefusal(what)) {
      return line(String.valueOf(what.getMessage())) + where;
    }
    Throwable root = RootCause.of(what);
    String libraries =
        root instanceof LinkageError
            ? LibraryCheck.ofClassPath().suspects().map(text -> "; " + text).orElse("")
            : "";
    String cause = root == what ? "" : ", caused by " + line(named(root));
    return "the simulation's code threw " + line(named(what)) + cause + where + libraries;
  }

  /** Whether the user's code has done no more than to ask for the settings. */
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

  /** Whether no code of the user's has a part in it. */
  static boolean isDefect(Throwable thrown) {
    Throwable what = thrownByCode(thrown);
    return !isRefusal(what) && UserCode.line(what).isEmpty();
  }

  /** Mistakes that Onrush's own checks find say all that is to be said. */
  private static boolean isRefusal(Throwable what) {
    return (what instanceof IllegalArgumentException || what instanceof UncheckedIOException)
        && Arrays.stream(what.getStackTrace())
            .map(StackTraceElement::getClassName)
            .filter(name -> !UserCode.isOfPlatform(name))
            .findFirst()
            .filter(name -> OURS.matcher(name).matches())
            .isPresent();
  }

  /** Without what reflection and class loading wrap around it. */
  private static Throwable thrownByCode(Throwable thrown) {
    Throwable what = thrown;
    while (what.getCause() != null
        && (what instanceof InvocationTargetException
            || what instanceof ExceptionInInitializerError)) {
      what = what.getCause();
    }
    return what;
  }

  private static String named(Throwable what) {
    String type = what.getClass().getName();
    String name = type.substring(type.lastIndexOf('.') + 1);
    return what.getMessage() == null ? name : name + ": " + what.getMessage();
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
