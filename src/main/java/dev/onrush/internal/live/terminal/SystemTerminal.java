package dev.onrush.internal.live.terminal;

import dev.onrush.internal.machine.ProcessGroup;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalExt;
import org.jline.utils.OSUtils;

/** The terminal that this process was started on. */
final class SystemTerminal {

  /** JLine warns where it finds no terminal, which is nothing to be warned of. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private SystemTerminal() {}

  /**
   * The terminal, if input and output are one, this process is in its foreground, and it can be
   * commanded. Nothing of it has been changed yet.
   */
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Terminal> open(Charset charset) {
    // Before Java 22 this is known without a library. A process that changes a terminal from the
    // background (mvn … &) is stopped by it.
    if ((Runtime.version().feature() < 22 && System.console() == null)
        || !ProcessGroup.isInForeground()) {
      return Optional.empty();
    }
    JLINE.setLevel(Level.OFF);
    try {
      // Modes are set by stty, a process each time, where there is one: JLine's own library forgets
      // the line's speed and discipline, so that "stty -a" says "speed 0 baud" afterwards. No
      // signals: those of this process are its own.
      return Optional.of(
          TerminalBuilder.builder()
              .name("onrush")
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysOut)
              .provider(OSUtils.IS_WINDOWS ? "jni" : "exec")
              .dumb(false)
              .encoding(charset)
              .nativeSignals(false)
              .build());
    } catch (IOException | IllegalStateException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Whether standard error is shown on the same terminal, rather than kept in a file. */
  static boolean showsErrors(Terminal terminal) {
    return terminal instanceof TerminalExt ext
        && ext.getProvider() != null
        && ext.getProvider().isSystemStream(SystemStream.Error);
  }
}
