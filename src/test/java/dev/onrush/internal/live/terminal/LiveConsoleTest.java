package dev.onrush.internal.live.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.terminal.frame.TerminalStyle;
import dev.onrush.internal.run.RunControl;
import dev.onrush.result.Intervention;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a view is shown, what other code prints meanwhile, and the effect of Ctrl-C. */
class LiveConsoleTest {

  @Test
  void a_view_is_for_people_at_a_terminal_that_can_show_it() {
    assertThat(LiveConsole.forPeople(Map.of("TERM", "xterm"))).isTrue();
    assertThat(LiveConsole.forPeople(Map.of("TERM", "xterm", "CI", "false"))).isTrue();
    assertThat(LiveConsole.forPeople(Map.of("OS", "Windows_NT"))).isTrue();

    assertThat(LiveConsole.forPeople(Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    assertThat(LiveConsole.forPeople(Map.of("TERM", "dumb"))).isFalse();
    assertThat(LiveConsole.forPeople(Map.of())).isFalse();
  }

  @Test
  void no_color_takes_colours_and_a_poor_charset_takes_blocks() {
    assertThat(TerminalStyle.of(Map.of(), StandardCharsets.UTF_8))
        .isEqualTo(new TerminalStyle(true, true));
    assertThat(TerminalStyle.of(Map.of("NO_COLOR", ""), StandardCharsets.UTF_8).colours()).isTrue();
    assertThat(TerminalStyle.of(Map.of("NO_COLOR", "1"), StandardCharsets.UTF_8).colours())
        .isFalse();
    assertThat(TerminalStyle.of(Map.of(), StandardCharsets.US_ASCII).unicode()).isFalse();
    assertThat(TerminalStyle.of(Map.of(), StandardCharsets.ISO_8859_1).unicode()).isFalse();
  }

  private final ByteArrayOutputStream after = new ByteArrayOutputStream();
  private final CapturedOutput captured =
      new CapturedOutput(new PrintStream(after, true, StandardCharsets.UTF_8));

  private String lines() throws IOException {
    byte[] lines = captured.lines();
    return lines == null ? "" : new String(lines, StandardCharsets.UTF_8);
  }

  @Test
  void what_others_print_is_kept_until_its_line_is_whole() throws IOException {
    PrintStream out = new PrintStream(captured, true, StandardCharsets.UTF_8);

    out.print("ä whole line\nhalf ");
    assertThat(lines()).isEqualTo("ä whole line\n");
    assertThat(lines()).isEmpty();
    out.print("of one\nand the rest");
    assertThat(lines()).isEqualTo("half of one\n");

    captured.end();
    out.print(", then on");
    assertThat(after.toString(StandardCharsets.UTF_8)).isEqualTo("and the rest, then on");
  }

  @Test
  void who_prints_more_than_a_terminal_takes_is_not_held_up_and_what_is_lost_is_told()
      throws IOException {
    byte[] line = "x".repeat(1 << 19).concat("\n").getBytes(StandardCharsets.UTF_8);

    captured.write(line, 0, line.length);
    captured.write(line, 0, line.length); // two halves with their ends are longer than the whole

    assertThat(lines())
        .hasSizeLessThan(line.length + 100)
        .endsWith(
            "x\n(524289 bytes were lost: they were printed faster than the terminal shows them)\n");
  }

  private final List<String> told = new ArrayList<>();
  private int ends;

  private Interrupts interrupts(RunControl control) {
    return new Interrupts(control, told::add, () -> ends++);
  }

  @Test
  void the_first_interrupt_stops_the_run_and_the_second_ends_the_process() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    Interrupts interrupts =
        interrupts(
            (command, flow, by) -> {
              asked.add(command.text() + " by " + by);
              return new Intervention(Duration.ZERO, command, by);
            });

    interrupts.interrupt();
    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("stop by Ctrl-C");
    assertThat(told)
        .containsExactly(
            "stopping; Ctrl-C again ends the run immediately, with a report of what was recorded");
    assertThat(ends).isZero();

    interrupts.interrupt();
    assertThat(ends).isEqualTo(1);
  }

  @Test
  void a_console_that_takes_nothing_does_not_keep_an_interrupt_from_stopping_the_run()
      throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    CountDownLatch never = new CountDownLatch(1);
    Interrupts interrupts =
        new Interrupts(
            (command, flow, by) -> {
              asked.add(command.text() + " by " + by);
              return new Intervention(Duration.ZERO, command, by);
            },
            text -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            () -> ends++);
    Thread signal = new Thread(interrupts::interrupt);

    signal.start();

    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo("stop by Ctrl-C");
    never.countDown();
    signal.join();
  }

  @Test
  void the_second_interrupt_does_not_wait_for_the_first() {
    CountDownLatch never = new CountDownLatch(1);
    Interrupts interrupts =
        interrupts(
            (command, flow, by) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Intervention(Duration.ZERO, command, by);
            });

    interrupts.interrupt();
    interrupts.interrupt();

    assertThat(ends).isEqualTo(1);
    never.countDown();
  }
}
