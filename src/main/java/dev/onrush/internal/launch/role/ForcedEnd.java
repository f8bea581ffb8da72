package dev.onrush.internal.launch.role;

import dev.onrush.result.Verdict;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM in bounded time: a disk or a library that does not answer must not keep it from
 * ending.
 */
final class ForcedEnd {

  /** The last interval and the reports of a long run take less. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** How long its message may take to be printed. */
  private static final Duration MESSAGE = Duration.ofSeconds(2);

  private ForcedEnd() {}

  /** Runs {@code last} when this JVM is ended by a signal or an exit, within two minutes. */
  static void onShutdown(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> inTurn(ForcedEnd::haltAfterLimit, last), "onrush-end"));
  }

  /** The second is done even where the first cannot be, as it needs a thread and there is none. */
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

  /** The output may be what does not answer. */
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
