package dev.onrush.internal.launch.role;

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
 * The output of this JVM. Secrets are masked in all of it, whether Onrush, Gatling or the
 * simulation prints it, and in its log; control characters are escaped in Onrush's own output and
 * in the log. No output that is stuck, such as that of a terminal after Ctrl-S, holds up a run:
 * what is printed goes through a queue.
 */
public final class Console {

  /** Of both streams, so that lines keep their order. */
  private static final OutputQueue QUEUE = new OutputQueue(Duration.ofSeconds(1));

  /** The end of this JVM waits until an output has taken nothing for so long. */
  private static final Duration LAST = Duration.ofMinutes(1);

  private static volatile UnaryOperator<String> mask = UnaryOperator.identity();
  private static boolean replaced;

  private Console() {}

  /**
   * From now on these secrets are masked. The streams of a JVM that is not Gatling's are its own;
   * there, the log and what Onrush prints are masked.
   */
  static synchronized void mask(UnaryOperator<String> secrets) {
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

  /** Waits until all that was printed has been taken, or nothing has been for so long. */
  public static void awaitPrinted(Duration pause) {
    QUEUE.await(pause);
  }

  /** Where Onrush prints; each call makes a stream to what is {@code System.out} now. */
  public static synchronized PrintStream out(Settings settings) {
    UnaryOperator<String> secrets = settings.secrets()::mask;
    return replaced
        ? printable(System.out, secrets)
        : FilteredStream.to(System.out, QUEUE, printable(secrets));
  }

  /** The same for commands that have no settings. */
  public static PrintStream out() {
    return printable(System.out, UnaryOperator.identity());
  }

  /** Where mistakes of the user's are told. */
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
