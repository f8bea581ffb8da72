package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.jline.utils.Signals;

/**
 * Gives a process that is ended by a signal the exit status of its run. SIGTERM, SIGHUP and, if
 * nothing else handles it, SIGINT end the process as {@link System#exit} does, with the status of
 * an INVALID run until there is a verdict. The JVM's own handlers would exit with 128 plus the
 * signal's number.
 *
 * <p>Shutdown hooks still run, so a report that they write is written. SIGKILL cannot be handled,
 * nor can a signal that the JVM was told to leave alone ({@code -Xrs}), or that it was started to
 * ignore (by {@code nohup}).
 */
public final class EndSignals implements RunObserver {

  private static final List<String> NAMES = List.of("TERM", "HUP", "INT");

  private volatile int status = Verdict.INVALID.exitCode();

  private EndSignals() {}

  /** Handles the signals of this process from now on. */
  public static EndSignals ofThisProcess() {
    EndSignals signals = new EndSignals();
    for (String name : NAMES) {
      Object unused = Signals.register(name, () -> System.exit(signals.status));
    }
    return signals;
  }

  /** Must be called last of all observers, so that the others have written everything by then. */
  @Override
  public void ended(RunRecord result, Path folder) {
    status = result.exitCode();
  }
}
