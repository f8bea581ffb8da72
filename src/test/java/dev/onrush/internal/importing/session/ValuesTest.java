package dev.onrush.internal.importing.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "survey_2024_section_3_question_12",
        "form-0-address1-line.2-contact-0-email",
        "checkout-step-2-address-10-line-1-of-3"
      })
  void a_name_of_words_and_short_numbers_is_not_private(String name) {
    assertThat(Values.isPrivate(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ABCD1234-EFGH5678-IJKL9012-MNOP3456",
        "key_abcdef123_ghijkl456_mnopqr789_stuvwx012",
        "code-12345678-code-87654321-code-24681357"
      })
  void a_key_of_letters_and_digits_in_groups_is_private(String key) {
    assertThat(Values.isPrivate(key)).isTrue();
  }
}
