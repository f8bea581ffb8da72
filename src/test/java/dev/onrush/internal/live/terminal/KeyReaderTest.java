package dev.onrush.internal.live.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyReaderTest {

  /** Ends the reading; its input stays open, because a terminal whose input has ended is closed. */
  private static final String LAST = "Z";

  /** The keys that are read from these characters, with {@code ^} for Ctrl-C. */
  private static String read(String typed) throws IOException {
    StringBuilder keys = new StringBuilder();
    try (PipedOutputStream keyboard = new PipedOutputStream();
        // Connected before the terminal reads from it.
        PipedInputStream in = new PipedInputStream(keyboard);
        Terminal terminal =
            new ExternalTerminal(
                "typed", "xterm", in, new ByteArrayOutputStream(), StandardCharsets.UTF_8)) {
      Attributes raw = terminal.getAttributes();
      raw.setLocalFlag(LocalFlag.ISIG, false); // Ctrl-C is a key, as in the view
      terminal.setAttributes(raw);
      keyboard.write((typed + LAST).getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      new KeyReader(terminal, () -> keys.indexOf(LAST) >= 0)
          .read(() -> keys.append('^'), keys::append);
    }
    return keys.substring(0, keys.length() - LAST.length());
  }

  @Test
  void a_key_right_after_esc_is_read_as_esc_is() throws IOException {
    assertThat(read("1\u001bp")).isEqualTo("1\u001bp");
    assertThat(read("\u001b\u001bp")).isEqualTo("\u001b\u001bp");
  }

  @Test
  void ctrl_c_right_after_esc_interrupts() throws IOException {
    assertThat(read("\u001b\u0003")).isEqualTo("\u001b^");
  }

  @Test
  void arrows_and_function_keys_are_ignored() throws IOException {
    assertThat(read("a\u001b[Ab\u001bOPc\u001b[15~d")).isEqualTo("abcd");
  }

  @Test
  void an_esc_before_an_arrow_is_read() throws IOException {
    assertThat(read("\u001b\u001b[Ap")).isEqualTo("\u001bp");
  }
}
