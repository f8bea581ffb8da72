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
 * A terminal on which lines are drawn in place, below everything that is printed in the meantime.
 *
 * <p>Between two drawings, the cursor is at the beginning of the first line that was drawn.
 * Whatever happens, be it a resize or a line that other code prints, the drawn lines are below the
 * cursor and can be erased by one command.
 */
final class TerminalScreen {

  /** The signal that reports a new size of the terminal. Windows does not have it. */
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
   * Creates a screen that does not use the terminal yet.
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

  /** The width of the terminal, in columns, when it was last drawn on. */
  int columns() {
    return columns;
  }

  /** Returns whether drawing has ended. */
  boolean isOver() {
    return over;
  }

  /** Ends drawing. */
  void end() {
    over = true;
  }

  /** From now on, keeps the output of this process and shows it above the drawn lines. */
  void captureOutput() {
    PrintStream above = new PrintStream(captured, true, terminal.encoding());
    System.setOut(above);
    if (errorsToo) {
      System.setErr(above);
    }
  }

  /** Prints a line above the drawn lines; it stays when they are erased. */
  void print(String text) {
    byte[] line = (text + "\n").getBytes(terminal.encoding());
    captured.write(line, 0, line.length);
  }

  /**
   * Takes over the terminal. It must not be called on the run's thread, which must not wait for the
   * terminal.
   */
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

  /** Makes Ctrl-C a signal from now on, because nothing reads it as a key. */
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

  /**
   * Returns modes in which each key is read as it is pressed, including Ctrl-C, which as a signal
   * would also end Maven.
   */
  private static Attributes raw(Attributes cooked) {
    Attributes raw = new Attributes(cooked);
    raw.setLocalFlags(
        EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
    // No flow control: Ctrl-S would block everything that prints.
    raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
    raw.setControlChar(ControlChar.VMIN, 0);
    raw.setControlChar(ControlChar.VTIME, 1);
    return raw;
  }

  /**
   * Draws again, below what was printed since the last drawing; does nothing after the end.
   *
   * @param lines returns the lines for a screen of this size; empty if there is nothing to draw yet
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
        throw new IOException("the terminal accepts no more output");
      }
    } finally {
      drawing.unlock();
    }
  }

  /**
   * Returns the terminal's size. Asks for it only after a change, or if no signal reports changes.
   * If the terminal cannot be asked, for example for lack of a process or a file, it keeps its
   * size; if it reports no size, it counts as 80 by 24.
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
      // The view keeps its size.
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

  /** Erases what was drawn, and restores the terminal to the state in which it was found. */
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
      // The terminal is gone, so the failure cannot be shown.
    } finally {
      drawing.unlock();
    }
  }

  /**
   * Restores the streams of this process, but only once: streams that other code sets later are
   * kept.
   */
  void releaseOutput() {
    if (released.compareAndSet(false, true)) {
      System.setOut(out);
      System.setErr(err);
      captured.end();
    }
  }
}
