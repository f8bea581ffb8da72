package dev.onrush.internal.live.terminal;

import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.live.NewestOnly;
import dev.onrush.internal.live.terminal.Keyboard.Steering;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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
 * The run drawn in place, below what was printed before, and steered by keys. Two threads of its
 * own draw and read; the run's threads only leave snapshots and never wait for a terminal.
 *
 * <p>Between two drawings the cursor is at the begin of the view's first line. Whatever happens, a
 * resize or a line that others print, the view is below the cursor and can be erased by one
 * command.
 */
final class TerminalView implements RunObserver {

  /** The time between two checks for something new, such as another size. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How long the end of the run waits until the terminal is as it was found. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  /** The signal that says that there is another size. Windows has none. */
  private static final String RESIZE = "WINCH";

  private final Terminal terminal;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean errorsToo;
  private final TerminalStyle style;
  private final CapturedOutput captured;
  private final Display display;
  private final KeyReader keys;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final NewestOnly<RunSnapshot> newest = new NewestOnly<>(tasks::add, this::show);

  /** Held while something is drawn. */
  private final ReentrantLock screen = new ReentrantLock();

  private volatile boolean over;

  /** Whether the terminal is as it was found; of the thread that ends the run. */
  private boolean left;

  private final AtomicBoolean handedBack = new AtomicBoolean();
  private volatile boolean resized = true;
  private volatile int columns = 80;

  // Of the drawing thread.
  private final Keyboard keyboard = new Keyboard();
  private final FlowSelection selection = new FlowSelection();
  private @Nullable RunSnapshot snapshot;
  private @Nullable RunControl control;
  private Steering steering = new Steering(false, OptionalDouble.empty());
  private Duration steeredAt = Duration.ZERO;

  // Guarded by screen.
  private Size size = new Size();
  private boolean blank = true;
  private @Nullable Attributes before;
  private @Nullable Object resizing;

  /**
   * A view that is not shown yet.
   *
   * @param out this process's {@link System#out}
   */
  TerminalView(Terminal terminal, PrintStream out, TerminalStyle style) {
    this.terminal = terminal;
    this.out = out;
    this.err = System.err;
    this.errorsToo = SystemTerminal.showsErrors(terminal);
    this.style = style;
    this.captured = new CapturedOutput(out);
    this.display = new Display(terminal, false);
    this.keys = new KeyReader(terminal, () -> over);
  }

  /** How wide the terminal was when it was last drawn on. */
  int columns() {
    return columns;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl controlled) {
    out.println("\n" + ConsoleProgress.headline(info));
    control = controlled;
    PrintStream above = new PrintStream(captured, true, terminal.encoding());
    System.setOut(above);
    if (errorsToo) {
      System.setErr(above);
    }
    Interrupts interrupts =
        Interrupts.ofThisProcess(controlled, text -> tasks.add(() -> keyboard.say(text)));
    daemon("onrush-view", () -> draw(interrupts));
  }

  /** Takes the terminal; not on the run's thread, which must not wait for it. */
  private void take() {
    screen.lock();
    try {
      if (!over) {
        before = terminal.getAttributes();
        terminal.setAttributes(raw(before));
        resizing = Signals.register(RESIZE, () -> resized = true);
        out.print(sequence(Capability.cursor_invisible));
        out.flush();
      }
    } finally {
      screen.unlock();
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

  @Override
  public void interval(RunState state) {
    newest.put(RunSnapshot.of(state, WideLines.fit(columns - 1)));
  }

  /** Stays above the view, and is still there when the view is gone. */
  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    String text = InterventionText.of(intervention, info.flows());
    byte[] line = (text + "\n").getBytes(terminal.encoding());
    captured.write(line, 0, line.length);
  }

  /** Nothing changes any more, and Ctrl-C ends whatever is waited for. */
  @Override
  public void settle() {
    leave();
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    leave();
  }

  /**
   * Leaves the terminal as it was found; what follows is printed on clean lines. A terminal that is
   * stuck is left once it takes something again; the run does not wait for that.
   */
  private void leave() {
    if (left) {
      return;
    }
    left = true;
    over = true;
    try {
      daemon("onrush-leave", this::restore).join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      handBack();
    }
  }

  private void restore() {
    boolean quiet = keys.pause();
    screen.lock();
    try {
      if (before != null) {
        erase();
        out.print(sequence(Capability.cursor_normal));
      }
      handBack();
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
      screen.unlock();
      if (quiet) {
        keys.resume();
      }
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void show(RunSnapshot next) {
    snapshot = next;
    // A snapshot from before the last command does not know it.
    if (next.elapsed().compareTo(steeredAt) >= 0) {
      steering = selection.steering(next);
    }
  }

  private void draw(Interrupts interrupts) {
    try {
      take();
      daemon(
          "onrush-keys",
          () -> keys.read(interrupts::interrupt, key -> tasks.add(() -> press(key))));
      while (!over) {
        Runnable task = tasks.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        while (task != null) {
          task.run();
          task = tasks.poll();
        }
        redraw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | IOError e) {
      // The terminal is gone. The run goes on; it is not the view's.
      over = true;
      handBack();
    }
  }

  /** Restores the streams of this process, once: what others set later is theirs. */
  private void handBack() {
    if (handedBack.compareAndSet(false, true)) {
      System.setOut(out);
      System.setErr(err);
      captured.end();
    }
  }

  private void redraw() throws IOException {
    screen.lock();
    try {
      if (over) {
        return;
      }
      Size now = size();
      byte[] lines = captured.lines();
      if (lines != null || !now.equals(size)) {
        erase();
        if (lines != null) {
          out.write(lines, 0, lines.length);
        }
        out.flush();
      }
      size = now;
      columns = now.getColumns();
      RunSnapshot shown = snapshot;
      if (shown != null) {
        List<AttributedString> view =
            TerminalFrame.of(
                shown,
                keyboard.asked(),
                Keyboard.keys(steering),
                style,
                now.getColumns() - 1,
                now.getRows() - 1);
        display.resize(now.getRows(), now.getColumns());
        display.update(
            view.stream()
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
      screen.unlock();
    }
  }

  /**
   * Asks only after a change, or where no signal reports one. A terminal that reports no size
   * counts as 80 by 24.
   */
  private Size size() {
    if (!resized && resizing != null) {
      return size;
    }
    resized = false;
    Size told = terminal.getSize();
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

  private void press(char key) {
    RunSnapshot now = snapshot;
    if (key == FlowSelection.TAB && now != null && now.loads().size() > 1) {
      selection.next(now);
      steering = selection.steering(now);
      return;
    }
    Optional<Command> command = keyboard.press(key, steering);
    RunControl hands = control;
    if (command.isPresent() && hands != null) {
      try {
        Optional<String> flow =
            now == null || command.get() instanceof Command.Stop
                ? Optional.empty()
                : selection.flow(now);
        Intervention done = hands.apply(command.get(), flow, "terminal");
        steering = steering.after(command.get());
        steeredAt = done.at();
      } catch (IllegalArgumentException e) {
        keyboard.say(String.valueOf(e.getMessage()));
      }
    }
  }
}
