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

/** Opens the terminal that this process was started on. */
final class SystemTerminal {

  /** The log of JLine, which warns if it finds no terminal, although this is not a problem. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private SystemTerminal() {}

  /**
   * Returns the terminal if it is used for both input and output, this process is in its
   * foreground, and it accepts commands. Nothing in the terminal has been changed yet.
   */
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Terminal> open(Charset charset) {
    // Before Java 22, a console tells without a library that there is a terminal. A process that
    // changes a terminal from the background (mvn … &) is stopped by the terminal.
    if ((Runtime.version().feature() < 22 && System.console() == null)
        || !ProcessGroup.isInForeground()) {
      return Optional.empty();
    }
    JLINE.setLevel(Level.OFF);
    try {
      // Where stty exists, it sets the modes, in a process each time: JLine's own library loses the
      // line's speed and discipline, so that "stty -a" says "speed 0 baud" afterwards. JLine
      // handles no signals, because this process handles its own.
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

  /** Returns whether standard error is shown on the same terminal, and not redirected to a file. */
  static boolean showsErrors(Terminal terminal) {
    return terminal instanceof TerminalExt ext
        && ext.getProvider() != null
        && ext.getProvider().isSystemStream(SystemStream.Error);
  }
}
