package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void what_acts_on_a_terminal_is_shown_as_text() {
    assertThat(Printable.line("a\u001b[2J\u0007b\u009bc\u007f"))
        .isEqualTo("a\\x1b[2J\\x07b\\x9bc\\x7f");
    assertThat(Printable.line("\u202eevil\u2066\u200f\ufeff\u2028\u2029"))
        .isEqualTo("\\u202eevil\\u2066\\u200f\\ufeff\\u2028\\u2029");
    assertThat(Printable.line("\ud800 \ufffe \udb40\udc41"))
        .isEqualTo("\\ud800 \\ufffe \\u{e0041}");
  }

  @Test
  void letters_emoji_and_joiners_stay_as_they_are() {
    String text = "Grüße 检查 مرحبا \ud83d\udc69\u200d\ud83d\udcbb می\u200cخواهم \\x1b";

    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.escaped(text)).isEqualTo(text);
    assertThat(Printable.lines(text)).isEqualTo(text);
  }

  @Test
  void line_breaks_become_a_blank_or_are_escaped_or_stay() {
    assertThat(Printable.line("a\r\n\tb")).isEqualTo("a b");
    assertThat(Printable.escaped("a\r\n\tb")).isEqualTo("a\\r\\n\\tb");
    assertThat(Printable.lines("a\r\n\tb\rc")).isEqualTo("a\n\tb\\rc");
  }

  @Test
  void no_line_is_a_command_to_a_ci_server() {
    assertThat(Printable.lines("::error::x\n  ::add-mask::y\nz ::error::"))
        .isEqualTo("\\x3a:error::x\n  \\x3a:add-mask::y\nz ::error::");
    assertThat(Printable.line(" \t::error::x")).isEqualTo(" \\x3a:error::x");
    assertThat(Printable.line("a ##[error]b ##vso[c] ##teamcity[d] ## Title"))
        .isEqualTo("a \\x23#[error]b \\x23#vso[c] \\x23#teamcity[d] ## Title");
  }

  @Test
  void a_text_is_cut_without_splitting_a_surrogate_pair() {
    assertThat(Printable.cut("abc", 3)).isEqualTo("abc");
    assertThat(Printable.cut("abcd", 3)).isEqualTo("abc…");
    assertThat(Printable.cut("ab\ud83d\udc69", 3)).isEqualTo("ab…");
    assertThat(Printable.cut("abc", 0)).isEqualTo("…");
  }
}
