package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {

  private static final String PAYMENT = "\u652f\u4ed8"; // two characters, four columns
  private static final String BANG = "\ud83d\udca5"; // one emoji of two columns

  @Test
  void a_character_takes_none_one_or_two_columns() {
    assertThat(Columns.width("Pay")).isEqualTo(3);
    assertThat(Columns.width(PAYMENT)).isEqualTo(4);
    assertThat(Columns.width(BANG)).isEqualTo(2);
    assertThat(Columns.width("e\u0301")).as("an accent over the letter").isEqualTo(1);
  }

  @Test
  void a_text_is_padded_to_a_number_of_columns() {
    assertThat(Columns.padded("Pay", 5)).isEqualTo("Pay  ");
    assertThat(Columns.padded(PAYMENT, 5)).isEqualTo(PAYMENT + " ");
    assertThat(Columns.padded(PAYMENT, 3)).isEqualTo(PAYMENT);
  }

  @Test
  void a_text_is_cut_to_a_number_of_columns_and_never_within_a_character() {
    assertThat(Columns.cut(PAYMENT, 4)).isEqualTo(PAYMENT);
    assertThat(Columns.cut(PAYMENT, 3)).isEqualTo("\u652f\u2026");
    assertThat(Columns.cut(PAYMENT, 2)).isEqualTo("\u2026");
    assertThat(Columns.cut("ab" + BANG, 3)).isEqualTo("ab\u2026");
  }

  @Test
  void a_sentence_is_cut_after_a_word_and_never_within_a_number() {
    assertThat(Columns.cutAfterWord("p95 was 37.9 s", 14)).isEqualTo("p95 was 37.9 s");
    assertThat(Columns.cutAfterWord("p95 was 37.9 s", 12)).isEqualTo("p95 was \u2026");
    assertThat(Columns.cutAfterWord("p95 was 37.9 s", 9)).isEqualTo("p95 was \u2026");
    assertThat(Columns.cutAfterWord("p95 was 37.9 s", 8)).isEqualTo("p95 \u2026");
    assertThat(Columns.cutAfterWord(PAYMENT + " was slow", 9)).isEqualTo(PAYMENT + " \u2026");
    assertThat(Columns.cutAfterWord("unbreakable", 6)).isEqualTo("unbre\u2026");
  }
}
