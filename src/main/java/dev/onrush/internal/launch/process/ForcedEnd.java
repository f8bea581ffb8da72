package dev.onrush.internal.launch.process;

import dev.onrush.result.Verdict;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM in bounded time, because a disk or a library that does not respond must not keep it
 * from ending.
 */
public final class ForcedEnd {

  /**
   * The time after which the JVM is halted. The last interval and the reports of a long run take
   * less.
   */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The maximum time for printing the message. */
  private static final Duration MESSAGE = Duration.ofSeconds(2);

  private ForcedEnd() {}

  /**
   * Runs {@code last} when this JVM is ended by a signal or an exit, and halts the JVM after two
   * minutes.
   */
  public static void onShutdown(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> inTurn(ForcedEnd::haltAfterLimit, last), "onrush-end"));
  }

  /**
   * Runs both. The second runs even if the first fails, for example because no thread can be
   * created.
   */
  static void inTurn(Runnable first, Runnable second) {
    try {
      first.run();
    } finally {
      second.run();
    }
  }

  private static void haltAfterLimit() {
    Thread thread =
        new Thread(
            () -> {
              long begun = System.nanoTime();
              while (System.nanoTime() - begun < LIMIT.toNanos()) {
                LockSupport.parkNanos(LIMIT.toNanos());
              }
              inTurn(
                  ForcedEnd::sayOnItsOwnThread,
                  () -> Runtime.getRuntime().halt(Verdict.INVALID.exitCode()));
            },
            "onrush-halt");
    thread.setDaemon(true);
    thread.start();
  }

  /** Prints the message on a separate thread, because the output may be what does not respond. */
  private static void sayOnItsOwnThread() {
    Thread saying =
        new Thread(
            () -> {
              System.err.println(
                  "onrush: the run did not end within " + LIMIT.toSeconds() + " s; ended by force");
              System.err.flush();
            },
            "onrush-halt-message");
    saying.setDaemon(true);
    saying.start();
    try {
      saying.join(MESSAGE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
