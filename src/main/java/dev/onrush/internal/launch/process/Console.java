package dev.onrush.internal.launch.process;

import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.app.LogFilter;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.text.FilteredStream;
import dev.onrush.internal.text.OutputQueue;
import dev.onrush.internal.text.Printable;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The output of this JVM. Secrets are masked in all output, whether Onrush, Gatling or the
 * simulation prints it, and in the log. Control characters are escaped in Onrush's own output and
 * in the log. Output is printed through a queue, so that blocked output, such as a terminal after
 * Ctrl-S, does not delay a run.
 */
public final class Console {

  /** Shared by both streams, so that lines keep their order. */
  private static final OutputQueue QUEUE = new OutputQueue(Duration.ofSeconds(1));

  /**
   * The JVM ends only when all output is printed, or when an output has accepted nothing for this
   * time.
   */
  private static final Duration LAST = Duration.ofMinutes(1);

  private static volatile UnaryOperator<String> mask = UnaryOperator.identity();
  private static boolean replaced;

  private Console() {}

  /**
   * Masks these secrets from now on. A JVM that was not started by Gatling keeps its own streams;
   * only the log and the output of Onrush are masked there.
   */
  public static synchronized void mask(UnaryOperator<String> secrets) {
    mask = secrets;
    LogFilter.install(text -> Printable.lines(mask.apply(text)));
    if (ExitStatus.underGatlingMain() && !replaced) {
      replaced = true;
      PrintStream out =
          FilteredStream.inPlaceOf(
              System.out, FilteredStream.ofStandardOutput(), QUEUE, text -> mask.apply(text));
      PrintStream err =
          FilteredStream.inPlaceOf(
              System.err, FilteredStream.ofStandardError(), QUEUE, text -> mask.apply(text));
      System.setOut(out);
      System.setErr(err);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    out.flush();
                    err.flush();
                    awaitPrinted(LAST);
                  },
                  "onrush-flush"));
    }
  }

  /** Waits until everything is printed, or until nothing has been printed for the given time. */
  public static void awaitPrinted(Duration pause) {
    QUEUE.await(pause);
  }

  /**
   * Returns a stream for the output of Onrush. Each call creates a new stream to the current {@code
   * System.out}.
   */
  public static synchronized PrintStream out(Settings settings) {
    UnaryOperator<String> secrets = settings.secrets()::mask;
    return replaced
        ? printable(System.out, secrets)
        : FilteredStream.to(System.out, QUEUE, printable(secrets));
  }

  /** Returns a stream for the output of commands that have no settings. */
  public static PrintStream out() {
    return printable(System.out, UnaryOperator.identity());
  }

  /** Returns a stream for mistakes of the user. */
  public static PrintStream err() {
    return printable(System.err, text -> mask.apply(text));
  }

  private static PrintStream printable(PrintStream to, UnaryOperator<String> secrets) {
    return FilteredStream.to(to, printable(secrets));
  }

  private static UnaryOperator<String> printable(UnaryOperator<String> secrets) {
    return text -> Printable.lines(secrets.apply(text));
  }
}
