package dev.onrush.internal.live.terminal;

import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.live.NewestOnly;
import dev.onrush.internal.live.terminal.Keyboard.Steering;
import dev.onrush.internal.live.terminal.frame.RunSnapshot;
import dev.onrush.internal.live.terminal.frame.TerminalFrame;
import dev.onrush.internal.live.terminal.frame.TerminalStyle;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * The run drawn in place, below what was printed before, and steered by keys. Two threads of its
 * own draw and read; the run's threads only leave snapshots and never wait for a terminal.
 */
final class TerminalView implements RunObserver {

  /** The time between two checks for something new, such as another size. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How long the end of the run waits until the terminal is as it was found. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final TerminalStyle style;
  private final TerminalScreen screen;
  private final KeyReader keys;
  private final InterruptSignal interruptSignal;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final NewestOnly<RunSnapshot> newest = new NewestOnly<>(tasks::add, this::show);

  /** Whether the terminal is as it was found; of the thread that ends the run. */
  private boolean left;

  // Of the drawing thread.
  private final Keyboard keyboard = new Keyboard();
  private final FlowSelection selection = new FlowSelection();
  private @Nullable RunSnapshot snapshot;
  private @Nullable RunControl control;
  private Steering steering = new Steering(false, OptionalDouble.empty());
  private Duration steeredAt = Duration.ZERO;

  /**
   * A view that is not shown yet.
   *
   * @param out this process's {@link System#out}
   * @param signal handles Ctrl-C where it is no key any more
   */
  TerminalView(Terminal terminal, PrintStream out, TerminalStyle style, InterruptSignal signal) {
    this.out = out;
    this.style = style;
    this.screen = new TerminalScreen(terminal, out);
    this.keys = new KeyReader(terminal, screen::isOver);
    this.interruptSignal = signal;
  }

  /** How wide the terminal was when it was last drawn on. */
  int columns() {
    return screen.columns();
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl controlled) {
    out.println("\n" + ConsoleProgress.headline(info));
    control = controlled;
    screen.captureOutput();
    Interrupts interrupts = Interrupts.ofThisProcess(controlled, this::say);
    daemon("onrush-view", () -> draw(interrupts));
  }

  /** In the view, or, when that is gone, below all else. */
  private void say(String text) {
    if (screen.isOver()) {
      out.println(text);
    } else {
      tasks.add(() -> keyboard.say(text));
    }
  }

  @Override
  public void interval(RunState state) {
    newest.put(RunSnapshot.of(state, screen.columns() - 1));
  }

  /** Stays above the view, and is still there when the view is gone. */
  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    screen.print(InterventionText.of(intervention, info.flows()));
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
    interruptSignal.settle();
    screen.end();
    try {
      daemon("onrush-leave", this::restore).join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      screen.releaseOutput();
    }
  }

  private void restore() {
    boolean quiet = keys.pause();
    try {
      screen.restore();
    } finally {
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
      screen.take();
      daemon("onrush-keys", () -> read(interrupts));
      while (!screen.isOver()) {
        Runnable task = tasks.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        while (task != null) {
          task.run();
          task = tasks.poll();
        }
        screen.draw(this::frame);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | IOError e) {
      // The terminal is gone. The run goes on; it is not the view's.
      screen.end();
      interruptSignal.handleBy(interrupts);
      restore();
      screen.releaseOutput();
    }
  }

  private void read(Interrupts interrupts) {
    keys.read(interrupts::interrupt, key -> tasks.add(() -> press(key)));
    if (!screen.isOver()) { // the keyboard is gone, or cannot be read
      interruptSignal.handleBy(interrupts);
      screen.takeNoInterrupts();
    }
  }

  /** What is shown on a screen of this size; empty before there is anything to show. */
  private Optional<List<AttributedString>> frame(Size size) {
    return Optional.ofNullable(snapshot)
        .map(
            shown ->
                TerminalFrame.of(
                    shown,
                    keyboard.asked(),
                    Keyboard.keys(steering),
                    style,
                    size.getColumns() - 1,
                    size.getRows() - 1));
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
