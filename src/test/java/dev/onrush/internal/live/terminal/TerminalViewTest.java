package dev.onrush.internal.live.terminal;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.frame.TerminalStyle;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.text.StuckStream;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A view on a terminal that accepts no output. */
@Timeout(60)
class TerminalViewTest {

  private static final RunInfo INFO =
      SampleInfo.load().on(concurrentUsers().hold(5, ofSeconds(1_000))).requests("Ask").info();

  @Test
  void a_terminal_that_takes_nothing_keeps_no_run_from_its_end() throws Exception {
    PrintStream before = System.out;
    StuckStream screen = new StuckStream();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    TerminalView view =
        new TerminalView(
            new ExternalTerminal(
                "stuck",
                "xterm",
                new ByteArrayInputStream(new byte[0]),
                screen,
                StandardCharsets.UTF_8),
            out,
            new TerminalStyle(false, false),
            new InterruptSignal(out));
    Judge judge = new Judge(INFO.thresholds(), INFO.phases(), INFO.requests());
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    try {
      view.started(
          INFO, Path.of("folder"), (c, flow, by) -> new Intervention(Duration.ZERO, c, by));
      for (int second = 1; second <= 3; second++) {
        view.interval(
            RunStates.after(INFO, recorder.takeInterval(ofSeconds(second)), judge, List.of()));
      }
      System.out.println("printed by others");
      screen.awaitWrite();

      view.settle();

      List<Thread> leaving =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("onrush-leave"))
              .toList();
      assertThat(leaving).as("still waits for the terminal").anyMatch(Thread::isAlive);
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("printed by others");

      // Streams that others have set since then stay, even when the terminal accepts output again.
      System.setOut(before);
      screen.release();
      for (Thread thread : leaving) {
        thread.join();
      }
      assertThat(System.out).isSameAs(before);
    } finally {
      screen.release();
      System.setOut(before);
    }
  }

  /** A terminal with given settings, and with or without a size. */
  private static final class ToldTerminal extends ExternalTerminal {
    final BlockingQueue<Boolean> interrupts = new LinkedBlockingQueue<>();
    volatile boolean sizeIsUnknown;

    ToldTerminal(InputStream keys, OutputStream screen) throws IOException {
      super("told", "xterm", keys, screen, StandardCharsets.UTF_8);
    }

    @Override
    public void setAttributes(Attributes attributes) {
      super.setAttributes(attributes);
      if (interrupts != null) { // not from the constructor
        interrupts.add(attributes.getLocalFlag(LocalFlag.ISIG));
      }
    }

    @Override
    public Size getSize() {
      if (sizeIsUnknown) {
        throw new IOError(new IOException("no process can be started"));
      }
      return super.getSize();
    }
  }

  private static final PrintStream UNSEEN =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

  /** Returns a keyboard on which no key is pressed. */
  private static InputStream silentKeyboard() throws IOException {
    return new PipedInputStream(new PipedOutputStream());
  }

  private static TerminalView view(ToldTerminal terminal, InterruptSignal signal) {
    return new TerminalView(terminal, UNSEEN, new TerminalStyle(false, false), signal);
  }

  private static RunState second() {
    return RunStates.after(
        INFO,
        new Recorder(INFO.phases(), text -> text).takeInterval(ofSeconds(1)),
        new Judge(INFO.thresholds(), INFO.phases(), INFO.requests()),
        List.of());
  }

  @Test
  void a_terminal_whose_size_cannot_be_asked_for_shows_the_run_all_the_same() throws Exception {
    PrintStream before = System.out;
    StuckStream screen = new StuckStream();
    ToldTerminal terminal = new ToldTerminal(silentKeyboard(), screen);
    terminal.sizeIsUnknown = true;
    TerminalView view = view(terminal, new InterruptSignal(UNSEEN));
    try {
      view.started(
          INFO, Path.of("folder"), (c, flow, by) -> new Intervention(Duration.ZERO, c, by));
      view.interval(second());

      screen.awaitWrite();
    } finally {
      screen.release();
      view.settle();
      System.setOut(before);
    }
  }

  @Test
  void an_interrupt_is_a_signal_again_when_the_view_or_the_keyboard_is_gone() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the terminal is gone");
          }
        };
    InputStream ended = new ByteArrayInputStream(new byte[0]);
    for (ToldTerminal terminal :
        List.of(
            new ToldTerminal(silentKeyboard(), broken),
            new ToldTerminal(ended, OutputStream.nullOutputStream()))) {
      PrintStream before = System.out;
      BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
      CompletableFuture<Interrupts> handled = new CompletableFuture<>();
      TerminalView view =
          view(
              terminal,
              new InterruptSignal(UNSEEN) {
                @Override
                synchronized void handleBy(Interrupts interrupts) {
                  handled.complete(interrupts);
                }
              });
      try {
        view.started(
            INFO,
            Path.of("folder"),
            (command, flow, by) -> {
              commands.add(command);
              return new Intervention(Duration.ZERO, command, by);
            });
        view.interval(second());

        assertThat(terminal.interrupts.poll(30, TimeUnit.SECONDS)).isFalse();
        assertThat(terminal.interrupts.poll(30, TimeUnit.SECONDS)).isTrue();
        handled.get(30, TimeUnit.SECONDS).interrupt();
        assertThat(commands.poll(30, TimeUnit.SECONDS)).isEqualTo(new Command.Stop());
      } finally {
        view.settle();
        System.setOut(before);
      }
    }
  }

  @Test
  void a_key_before_the_first_second_steers_the_run() throws Exception {
    PrintStream before = System.out;
    BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    PipedInputStream keys = new PipedInputStream();
    PipedOutputStream pressed = new PipedOutputStream(keys);
    TerminalView view =
        view(new ToldTerminal(keys, OutputStream.nullOutputStream()), new InterruptSignal(UNSEEN));
    try {
      view.started(
          INFO,
          Path.of("folder"),
          (command, flow, by) -> {
            commands.add(command);
            return new Intervention(Duration.ZERO, command, by);
          });
      pressed.write('p');
      pressed.flush();

      assertThat(commands.poll(30, TimeUnit.SECONDS)).isEqualTo(new Command.Pause());
    } finally {
      view.settle();
      System.setOut(before);
    }
  }
}
