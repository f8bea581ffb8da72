package dev.onrush.internal.live.terminal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final Path STAT = Path.of("/proc/self/stat");

  /** JLine warns where it finds no terminal, which is nothing to be warned of. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private SystemTerminal() {}

  /**
   * The terminal, if input and output are one, this process is in its foreground, and it can be
   * commanded. Nothing of it has been changed yet.
   */
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Terminal> open(Charset charset) {
    // Before Java 22 this is known without a library.
    if ((Runtime.version().feature() < 22 && System.console() == null) || !inForeground()) {
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

  /**
   * A process that changes a terminal from the background ({@code mvn … &}) is stopped by it. Where
   * this is unknown, the foreground is assumed.
   */
  private static boolean inForeground() {
    if (!Files.isReadable(STAT)) {
      return true;
    }
    try {
      return inForeground(Files.readString(STAT, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return true;
    }
  }

  /** After the name in brackets: state, parent, process group, session, terminal, its group. */
  static boolean inForeground(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length < 6 || fields[2].equals(fields[5]);
  }
}
