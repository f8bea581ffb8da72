package dev.onrush.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void a_page_shows_characters_that_turn_or_hide_text_as_text() {
    assertThat(Texts.shown("bad\u202e 1\u0007")).isEqualTo("bad\\u202e 1\\x07");
    assertThat(Texts.shown("line\n\tline ##[error] ::1 👩‍👩"))
        .isEqualTo("line\n\tline ##[error] ::1 👩‍👩");
    assertThat(Texts.shown("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
  }
}
