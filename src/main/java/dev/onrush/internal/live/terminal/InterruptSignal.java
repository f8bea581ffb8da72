package dev.onrush.internal.live.terminal;

import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunInfo;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * SIGINT while a run goes, where no view takes Ctrl-C as a key: the first stops the run, the second
 * ends the process.
 */
final class InterruptSignal implements RunObserver {

  private static final String NAME = "INT";

  private final PrintStream out;
  private @Nullable Object before;

  InterruptSignal(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    Interrupts interrupts = Interrupts.ofThisProcess(control, out::println);
    before = Signals.register(NAME, interrupts::interrupt);
  }

  /** An interrupt ends what is waited for; later, the process once the report is there. */
  @Override
  public void settle() {
    if (before != null) {
      Signals.unregister(NAME, before);
      before = null;
    }
  }
}
