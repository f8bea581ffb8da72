package dev.onrush.internal.live.terminal;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on which lines are drawn in place, below all that is printed meanwhile.
 *
 * <p>Between two drawings the cursor is at the begin of the first line that was drawn. Whatever
 * happens, a resize or a line that others print, what was drawn is below the cursor and can be
 * erased by one command.
 */
final class TerminalScreen {

  /** The signal that says that there is another size. Windows has none. */
  private static final String RESIZE = "WINCH";

  private final Terminal terminal;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean errorsToo;
  private final CapturedOutput captured;
  private final Display display;

  /** Held while something is drawn. */
  private final ReentrantLock drawing = new ReentrantLock();

  private volatile boolean over;
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile boolean resized = true;
  private volatile int columns = 80;

  // Guarded by drawing.
  private Size size = new Size();
  private boolean blank = true;
  private @Nullable Attributes before;
  private @Nullable Object resizing;

  /**
   * A screen that is not taken yet.
   *
   * @param out this process's {@link System#out}
   */
  TerminalScreen(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
    this.err = System.err;
    this.errorsToo = SystemTerminal.showsErrors(terminal);
    this.captured = new CapturedOutput(out);
    this.display = new Display(terminal, false);
  }

  /** How wide the terminal was when it was last drawn on. */
  int columns() {
    return columns;
  }

  /** Whether nothing more is drawn. */
  boolean isOver() {
    return over;
  }

  /** Nothing more is drawn. */
  void end() {
    over = true;
  }

  /** From here on, what this process prints is kept, and appears above what is drawn. */
  void captureOutput() {
    PrintStream above = new PrintStream(captured, true, terminal.encoding());
    System.setOut(above);
    if (errorsToo) {
      System.setErr(above);
    }
  }

  /** Prints a line above what is drawn; it stays when that is gone. */
  void print(String text) {
    byte[] line = (text + "\n").getBytes(terminal.encoding());
    captured.write(line, 0, line.length);
  }

  /** Takes the terminal; not on the run's thread, which must not wait for it. */
  void take() {
    drawing.lock();
    try {
      if (!over) {
        before = terminal.getAttributes();
        terminal.setAttributes(raw(before));
        resizing = Signals.register(RESIZE, () -> resized = true);
        out.print(sequence(Capability.cursor_invisible));
        out.flush();
      }
    } finally {
      drawing.unlock();
    }
  }

  /** Ctrl-C is a signal from now on, as nobody reads it. */
  void takeNoInterrupts() {
    drawing.lock();
    try {
      if (before != null) {
        Attributes raw = raw(before);
        raw.setLocalFlag(LocalFlag.ISIG, before.getLocalFlag(LocalFlag.ISIG));
        terminal.setAttributes(raw);
      }
    } catch (RuntimeException | IOError e) {
      // The terminal is gone.
    } finally {
      drawing.unlock();
    }
  }

  /** Reads each key as it is pressed, Ctrl-C included: as a signal it would also end Maven. */
  private static Attributes raw(Attributes cooked) {
    Attributes raw = new Attributes(cooked);
    raw.setLocalFlags(
        EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
    // Without flow control: Ctrl-S would stop all that prints.
    raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
    raw.setControlChar(ControlChar.VMIN, 0);
    raw.setControlChar(ControlChar.VTIME, 1);
    return raw;
  }

  /**
   * Draws again, below what was printed since; nothing once it is over.
   *
   * @param lines for a screen of a size; empty if there is nothing to draw yet
   * @throws IOException if the terminal is gone
   */
  void draw(Function<Size, Optional<List<AttributedString>>> lines) throws IOException {
    drawing.lock();
    try {
      if (over) {
        return;
      }
      Size now = size();
      byte[] printed = captured.lines();
      if (printed != null || !now.equals(size)) {
        erase();
        if (printed != null) {
          out.write(printed, 0, printed.length);
        }
        out.flush();
      }
      size = now;
      columns = now.getColumns();
      Optional<List<AttributedString>> shown = lines.apply(now);
      if (shown.isPresent()) {
        display.resize(now.getRows(), now.getColumns());
        display.update(
            shown.get().stream()
                .map(
                    l -> AttributedString.join(AttributedString.EMPTY, l, AttributedString.NEWLINE))
                .toList(),
            0);
        blank = false;
      }
      if (terminal.writer().checkError()) {
        throw new IOException("the terminal takes nothing any more");
      }
    } finally {
      drawing.unlock();
    }
  }

  /**
   * Asks only after a change, or where no signal reports one. A terminal that cannot be asked, as
   * without a process or a file for it, keeps its size; one that reports none counts as 80 by 24.
   */
  private Size size() {
    if (!resized && resizing != null) {
      return size;
    }
    resized = false;
    Size told = size;
    try {
      told = terminal.getSize();
    } catch (RuntimeException | IOError e) {
      // The view goes on as it was.
    }
    return new Size(
        told.getColumns() < 1 ? 80 : told.getColumns(), told.getRows() < 1 ? 24 : told.getRows());
  }

  private void erase() {
    if (!blank) {
      out.print("\r" + sequence(Capability.clr_eos));
      out.flush();
      display.reset();
      blank = true;
    }
  }

  private String sequence(Capability capability) {
    String sequence = Curses.tputs(terminal.getStringCapability(capability));
    return sequence == null ? "" : sequence;
  }

  /** Erases what was drawn, and leaves the terminal as it was found. */
  void restore() {
    drawing.lock();
    try {
      if (before != null) {
        erase();
        out.print(sequence(Capability.cursor_normal));
      }
      releaseOutput();
      if (before != null) {
        if (resizing != null) {
          Signals.unregister(RESIZE, resizing);
        }
        terminal.setAttributes(before);
        before = null;
      }
      terminal.close();
    } catch (IOException | RuntimeException | IOError e) {
      // The terminal is gone, and there is nobody left to tell.
    } finally {
      drawing.unlock();
    }
  }

  /** Restores the streams of this process, once: what others set later is theirs. */
  void releaseOutput() {
    if (released.compareAndSet(false, true)) {
      System.setOut(out);
      System.setErr(err);
      captured.end();
    }
  }
}
