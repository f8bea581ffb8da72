package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import dev.onrush.internal.library.LibraryCheck;
import io.netty.util.concurrent.Future;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Lets a run choose the exit status of its process. Gatling's main stops logback when everything is
 * done, including its report, and then exits with a status of its own. A listener to the stop of
 * logback is called before that.
 */
public final class ExitStatus {

  /** The status of a run that was refused before anything was sent. */
  public static final int REFUSED = 5;

  /**
   * How long event loops may take to end after they were told to. A loop whose current task takes
   * this long is blocked.
   */
  private static final Duration SHUT_DOWN = Duration.ofSeconds(10);

  private static volatile @Nullable Chosen chosen;

  private ExitStatus() {}

  /** The status that a run chooses, once. */
  private static final class Chosen {
    private final IntSupplier last;
    private @Nullable Integer status;

    Chosen(IntSupplier last) {
      this.last = last;
    }

    synchronized int status() {
      Integer found = status;
      if (found == null) {
        found = last.getAsInt();
        status = found;
      }
      return found;
    }
  }

  /**
   * Calls {@code last} when Gatling is done, and exits with the status that it returns unless that
   * is 0.
   *
   * @param last called once, even if the run has crashed: on Gatling's main thread, or by {@link
   *     #exitUnlessEnded}
   */
  public static void choose(IntSupplier last) {
    Chosen choice = new Chosen(last);
    chosen = choice;
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addListener(
          new LoggerContextListener() {
            @Override
            public boolean isResetResistant() {
              return true;
            }

            @Override
            public void onStart(LoggerContext started) {}

            @Override
            public void onReset(LoggerContext reset) {}

            @Override
            public void onLevelChange(Logger logger, Level level) {}

            @Override
            public void onStop(LoggerContext stopped) {
              int status = choice.status();
              if (status != 0) {
                System.exit(status);
              }
            }
          });
    } else {
      throw new IllegalStateException(
          "logging goes to "
              + LoggerFactory.getILoggerFactory().getClass().getName()
              + "; Gatling and Onrush need logback; remove other slf4j bindings from the class path");
    }
  }

  /**
   * Ends this JVM with the status that its run chooses, if event loops do not end. A function of
   * the user's that does not return keeps its loop from ending, and Gatling's main waits for the
   * loops without a limit. Returns at once; does nothing if no run has chosen a status.
   *
   * @param loops is done when the loops, which were told to end, have ended
   */
  public static void exitUnlessEnded(Future<?> loops) {
    Chosen choice = chosen;
    if (choice == null) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              if (!loops.awaitUninterruptibly(SHUT_DOWN.toMillis())) {
                int status = choice.status();
                System.err.println(
                    "onrush: a function of the script does not return and blocks an event loop;"
                        + " the process is ended now");
                System.exit(status);
              }
            },
            "onrush-exit");
    thread.setDaemon(true);
    thread.start();
  }

  /** Prints why there is no run, and ends this JVM, which must be Gatling's. */
  public static void refuse(PrintStream err, @Nullable String why) {
    tellRefusal(err, why);
    System.exit(REFUSED);
  }

  /** Prints why there is no run. */
  public static void tellRefusal(PrintStream err, @Nullable String why) {
    System.out.flush();
    err.println("\nonrush: REFUSED: " + why + "\n");
  }

  /** Ends Gatling's JVM if the versions of libraries do not match, before one of them fails. */
  public static void refuseWrongLibraries() {
    if (underGatlingMain()) {
      LibraryCheck.ofClassPath().refusal().ifPresent(why -> refuse(System.err, why));
    }
  }

  /**
   * Whether this JVM was started for Gatling, for example by {@code mvn gatling:test}, and may be
   * ended.
   */
  public static boolean underGatlingMain() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    f ->
                        f.getClassName().startsWith("io.gatling.app.Gatling")
                            && f.getMethodName().equals("main")));
  }
}
