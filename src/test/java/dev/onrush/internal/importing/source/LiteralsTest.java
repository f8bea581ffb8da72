package dev.onrush.internal.importing.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiteralsTest {

  @Test
  void a_number_has_four_digits_and_at_most_nine_decimals() {
    assertThat(Literals.decimal(123.456)).isEqualTo("123.5");
    assertThat(Literals.decimal(0.000123456)).isEqualTo("0.0001235");
    assertThat(Literals.decimal(9.938e-9)).isEqualTo("0.00000001");
    assertThat(Literals.decimal(1.5e-31)).as("a night without users").isEqualTo("0");
    assertThat(Literals.decimal(0)).isEqualTo("0");
    assertThat(Literals.decimal(12_000)).isEqualTo("12000");
  }
}
