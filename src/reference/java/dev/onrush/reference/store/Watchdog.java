package dev.onrush.reference.store;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A shell process that stops PostgreSQL and deletes its folder as soon as this JVM has ended, in
 * whatever way.
 *
 * <p>It reads from a pipe that only this JVM holds open: the kernel closes the pipe even after kill
 * -9. An orderly stop closes the same pipe, so that the mechanism that is needed after a crash is
 * used at every stop. (A shutdown hook alone would leave PostgreSQL behind: it runs in a session of
 * its own and outlives its starter.)
 */
final class Watchdog implements AutoCloseable {
  // Signals are ignored, because Ctrl-C reaches the whole process group. PostgreSQL is found by its
  // command line, which contains its folder, and not by its pid file: the latter would miss an
  // initdb or a server that is just starting, and both would create the folder anew. The brackets
  // keep grep from finding itself. QUIT skips the last checkpoint, because nobody needs the data.
  // After 5 s, the signal is KILL.
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      folder=$1
      ours="${folder##*/}/dat[a]"
      processes() {
        if [ -e /proc/self/cmdline ]; then
          grep -ls "$ours" /proc/[0-9]*/cmdline | cut -d / -f 3
        else
          ps -A -o pid= -o args= | grep "$ours" | awk '{ print $1 }'
        fi
      }
      cat >/dev/null
      signal=QUIT
      round=0
      while [ $round -lt 200 ]; do
        round=$((round + 1))
        if [ $round -eq 100 ]; then signal=KILL; fi
        pids=$(processes)
        if [ -n "$pids" ]; then
          kill -$signal $pids
        elif rm -rf "$folder"; then
          exit
        fi
        sleep 0.05
      done
      """;

  // Keeps the watchdog alive if its whole process group is killed (kill -9 -PGID); macOS has no
  // setsid.
  private static final String DETACHED =
      """
      if command -v setsid >/dev/null; then exec setsid sh -c "$1" watchdog "$2"; fi
      exec sh -c "$1" watchdog "$2"
      """;

  private final Process shell;

  private Watchdog(Process shell) {
    this.shell = shell;
  }

  /** Guards {@code folder}, whose subfolder "data" is or will be a PostgreSQL data directory. */
  static Watchdog over(Path folder) throws IOException {
    return new Watchdog(
        new ProcessBuilder(
                "sh", "-c", DETACHED, "watchdog", SCRIPT, folder.toAbsolutePath().toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Returns when PostgreSQL has stopped and the folder is gone, or after 20 s. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor(20, TimeUnit.SECONDS);
    } catch (IOException e) {
      // The watchdog has already ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
