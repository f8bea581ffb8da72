package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunInfo;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Handles SIGINT during a run if no view reads Ctrl-C as a key: the first signal stops the run, the
 * second ends the process.
 */
class InterruptSignal implements RunObserver {

  private static final String NAME = "INT";

  private final PrintStream out;
  private @Nullable Object before;
  private boolean settled;

  InterruptSignal(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    handleBy(Interrupts.ofThisProcess(control, out::println));
  }

  /** Handles each signal by these interrupts from now on, until the run settles. */
  synchronized void handleBy(Interrupts interrupts) {
    if (before == null && !settled) {
      before = Signals.register(NAME, interrupts::interrupt);
    }
  }

  /**
   * Stops handling the signal: an interrupt now ends whatever the run waits for and, later, the
   * process, once the report is written.
   */
  @Override
  public synchronized void settle() {
    settled = true;
    if (before != null) {
      Signals.unregister(NAME, before);
      before = null;
    }
  }
}
