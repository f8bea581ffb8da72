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
 * The view of a run: drawn in place, below what was printed before, and steered by keys. Two
 * threads of its own draw and read; the run's threads only leave snapshots and never wait for a
 * terminal.
 */
final class TerminalView implements RunObserver {

  /** The time between two checks for something new, such as another size. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** How long the end of the run waits for the terminal to be restored. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final TerminalStyle style;
  private final TerminalScreen screen;
  private final KeyReader keys;
  private final InterruptSignal interruptSignal;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final NewestOnly<RunSnapshot> newest = new NewestOnly<>(tasks::add, this::show);

  /** Whether the terminal has been left; used by the thread that ends the run. */
  private boolean left;

  // Used by the drawing thread.
  private final Keyboard keyboard = new Keyboard();
  private final FlowSelection selection = new FlowSelection();
  private @Nullable RunSnapshot snapshot;
  private @Nullable RunControl control;
  private Steering steering = new Steering(false, OptionalDouble.empty());
  private Duration steeredAt = Duration.ZERO;

  /**
   * Creates a view that is not shown yet.
   *
   * @param out this process's {@link System#out}
   * @param signal handles Ctrl-C once it is no longer read as a key
   */
  TerminalView(Terminal terminal, PrintStream out, TerminalStyle style, InterruptSignal signal) {
    this.out = out;
    this.style = style;
    this.screen = new TerminalScreen(terminal, out);
    this.keys = new KeyReader(terminal, screen::isOver);
    this.interruptSignal = signal;
  }

  /** The width of the terminal, in columns, when it was last drawn on. */
  int columns() {
    return screen.columns();
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl controlled) {
    out.println("\n" + ConsoleProgress.headline(info));
    control = controlled;
    steering = FlowSelection.opening(info.flows());
    screen.captureOutput();
    Interrupts interrupts = Interrupts.ofThisProcess(controlled, this::say);
    daemon("onrush-view", () -> draw(interrupts));
  }

  /** Shows a text in the view or, after its end, prints it below everything else. */
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

  /** Prints the intervention above the view, where it stays after the end of the view. */
  @Override
  public void intervened(RunInfo info, Intervention intervention) {
    screen.print(InterventionText.of(intervention, info.flows()));
  }

  /**
   * Leaves the terminal: the view does not change any more, and Ctrl-C ends whatever the run waits
   * for.
   */
  @Override
  public void settle() {
    leave();
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    leave();
  }

  /**
   * Restores the terminal, so that later output is printed on clean lines. A terminal that is
   * blocked is restored once it accepts output again; the run waits for this at most {@code LEAVE}.
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
    // A snapshot from before the last command does not show its effect.
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
      // The terminal is gone. The run goes on without the view.
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

  /** Returns the lines for a screen of this size; empty before there is anything to show. */
  private Optional<List<AttributedString>> frame(Size size) {
    return Optional.ofNullable(snapshot)
        .map(
            shown ->
                TerminalFrame.of(
                    shown,
                    keyboard.asked(),
                    Keyboard.keys(steering),
                    style,
                    new Size(size.getColumns() - 1, size.getRows() - 1)));
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
