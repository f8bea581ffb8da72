package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.jline.utils.Signals;

/**
 * Gives a process that is ended by a signal the exit status of its run: SIGTERM and SIGHUP, and
 * SIGINT where nothing else takes it, end it as {@link System#exit} does, with the status of an
 * INVALID run until there is a verdict. The JVM's own handlers would make it 128 and the signal's
 * number.
 *
 * <p>Shutdown hooks still run, so a report that is written there is written. SIGKILL cannot be
 * handled; nor can a signal that the JVM was told to leave alone ({@code -Xrs}), or one that it was
 * started to ignore (by {@code nohup}).
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

  /** It has to be the last listener: what comes before it has been written by then. */
  @Override
  public void ended(RunRecord result, Path folder) {
    status = result.exitCode();
  }
}
