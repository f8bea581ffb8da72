package dev.onrush.internal.live.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CapturedOutputTest {

  private final ByteArrayOutputStream after = new ByteArrayOutputStream();
  private final CapturedOutput captured =
      new CapturedOutput(new PrintStream(after, true, StandardCharsets.UTF_8));

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    captured.write(bytes, 0, bytes.length);
  }

  /** At most one mebibyte is kept. */
  @Test
  void what_was_lost_before_the_view_ended_is_told() {
    print("first\nbegin of ");
    print("x".repeat(1 << 20));
    captured.end();
    print("a line\n");

    assertThat(after)
        .hasToString(
            "first\n(1048576 bytes were lost: they were printed faster than the terminal shows them)\nbegin of a line\n");
  }

  @Test
  void the_end_of_the_view_prints_all_that_is_kept() {
    print("first\nbegin");
    captured.end();

    assertThat(after).hasToString("first\nbegin");
  }
}
