package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FilteredStreamTest {

  private static final UnaryOperator<String> MASK = text -> text.replace("secret", "***");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream to = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_word_that_is_printed_in_pieces_is_filtered_whole() {
    PrintStream out = FilteredStream.to(to, MASK);

    out.print("a sec");
    out.print("ret … ");
    assertThat(printed()).isEmpty();
    out.println("b");

    assertThat(printed()).isEqualTo("a *** … b" + System.lineSeparator());
  }

  @Test
  void an_unfinished_line_is_passed_on_by_a_flush() {
    PrintStream out = FilteredStream.to(to, MASK);

    out.print("Password of secret? ");
    out.flush();

    assertThat(printed()).isEqualTo("Password of ***? ");
  }

  @Test
  void bytes_that_are_no_text_are_passed_on_as_they_are() {
    PrintStream out =
        FilteredStream.inPlaceOf(
            to, StandardCharsets.UTF_8, new OutputQueue(Duration.ofSeconds(30)), MASK);
    byte[] binary = {(byte) 0xff, (byte) 0xfe, 's', 'e', 'c', 'r', 'e', 't', (byte) 0xc3, '\n'};

    out.write(binary, 0, binary.length);
    out.flush();

    assertThat(bytes.toByteArray()).containsExactly(0xff, 0xfe, '*', '*', '*', 0xc3, '\n');
  }
}
