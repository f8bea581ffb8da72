package dev.onrush.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputQueueTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final StuckStream stuck = new StuckStream();

  @AfterEach
  void release() {
    stuck.release();
  }

  @Test
  void a_line_is_printed_when_print_returns() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out =
        FilteredStream.to(
            new PrintStream(bytes, true, UTF_8), new OutputQueue(LONG), String::toUpperCase);

    out.print("one\n");
    assertThat(bytes.toString(UTF_8)).isEqualTo("ONE\n");
    out.print("two\n");
    assertThat(bytes.toString(UTF_8)).isEqualTo("ONE\nTWO\n");
  }

  @Test
  void an_output_that_is_stuck_holds_nobody_up_and_gets_all_in_order_later() {
    OutputQueue queue = new OutputQueue(Duration.ofMillis(1));
    PrintStream out = FilteredStream.to(stuck.print(), queue, text -> text);
    PrintStream others = FilteredStream.inPlaceOf(stuck.print(), UTF_8, queue, text -> text);

    out.print("one\n");
    others.print("two\n");
    others.flush();
    out.print("three\n");
    assertThat(stuck.taken()).isEmpty();

    stuck.release();
    queue.await(LONG);
    assertThat(stuck.taken()).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void what_does_not_fit_while_nothing_is_taken_is_lost_and_counted() {
    OutputQueue queue = new OutputQueue(Duration.ofMillis(1));
    PrintStream out = FilteredStream.to(stuck.print(), queue, text -> text);
    String half = "x".repeat((1 << 19) - 1) + "\n";

    out.print(half);
    out.print(half);
    out.print("lost\n");

    stuck.release();
    queue.await(LONG);
    assertThat(stuck.taken())
        .isEqualTo(half + half + "(5 bytes were printed while nothing was taken, and are lost)\n");
  }

  @Test
  void an_output_that_is_slow_loses_nothing() {
    OutputQueue queue = new OutputQueue(LONG);
    PrintStream out = FilteredStream.inPlaceOf(stuck.print(), UTF_8, queue, text -> text);
    String half = "x".repeat((1 << 19) - 1) + "\n";
    Thread reader = new Thread(stuck::release);

    out.print(half);
    out.print(half);
    reader.start();
    out.print("waits for room\n");

    queue.await(LONG);
    assertThat(stuck.taken()).isEqualTo(half + half + "waits for room\n");
  }

  @Test
  void a_writer_that_fails_harms_nobody_who_prints() {
    OutputQueue queue = new OutputQueue(LONG);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    queue.add(
        new byte[1],
        b -> {
          throw new IllegalStateException("a filter that fails");
        });
    queue.add("next".getBytes(UTF_8), bytes::writeBytes);
    queue.await();

    assertThat(bytes.toString(UTF_8)).isEqualTo("next");
  }
}
