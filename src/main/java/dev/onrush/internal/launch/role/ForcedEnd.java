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

  private ForcedEnd() {}

  /** Runs {@code last} when this JVM is ended by a signal or an exit, within two minutes. */
  static void onShutdown(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  haltAfterLimit();
                  last.run();
                },
                "onrush-end"));
  }

  private static void haltAfterLimit() {
    Thread thread =
        new Thread(
            () -> {
              long begun = System.nanoTime();
              while (System.nanoTime() - begun < LIMIT.toNanos()) {
                LockSupport.parkNanos(LIMIT.toNanos());
              }
              System.err.println(
                  "onrush: the run did not end within " + LIMIT.toSeconds() + " s; ended by force");
              Runtime.getRuntime().halt(Verdict.INVALID.exitCode());
            },
            "onrush-halt");
    thread.setDaemon(true);
    thread.start();
  }
}
