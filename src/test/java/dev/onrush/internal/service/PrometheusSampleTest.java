package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusSampleTest {

  private static Map<String, String> labels(String text) {
    return PrometheusSample.parse("a{" + text + "} 1").labels();
  }

  @Test
  void escapes_of_label_values_are_read_from_left_to_right() {
    assertThat(labels("x=\"a\\nb\"")).containsEntry("x", "a\nb");
    assertThat(labels("x=\"say \\\"hi\\\"\"")).containsEntry("x", "say \"hi\"");
    assertThat(labels("x=\"C:\\\\new\"")).containsEntry("x", "C:\\new");
    assertThat(labels("x=\"\\\\\\\"\"")).containsEntry("x", "\\\"");
    assertThat(labels("x=\"\\\\\\n\"")).containsEntry("x", "\\\n");
    assertThat(labels("x=\"\\\\\\\\n\"")).containsEntry("x", "\\\\n");
  }

  @Test
  void a_backslash_before_any_other_character_stays() {
    assertThat(labels("x=\"a\\db\"")).containsEntry("x", "a\\db");
  }

  @Test
  void a_time_stamp_after_the_value_is_left_aside() {
    assertThat(PrometheusSample.parse("pool_waiting{pool=\"main\"} 3 1395066363000"))
        .isEqualTo(new PrometheusSample("pool_waiting", Map.of("pool", "main"), 3));
  }

  @Test
  void a_label_value_may_be_as_long_as_a_command_line() {
    String value = "-Dname=\\\"a\\\" }, ".repeat(20_000);

    assertThat(labels("x=\"" + value + "\",y=\"z\""))
        .containsEntry("x", value.replace("\\", ""))
        .containsEntry("y", "z");
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "Nan, NaN",
    "nan, NaN",
    "Inf, Infinity",
    "+Inf, Infinity",
    "inf, Infinity",
    "+infinity, Infinity",
    "-Inf, -Infinity",
    "-INF, -Infinity",
    "1.5E3, 1500",
    "-2, -2"
  })
  void a_value_is_read_in_any_case_of_its_letters(String text, Double value) {
    assertThat(PrometheusSample.parse("a " + text).value()).isEqualTo(value);
    assertThat(PrometheusSample.parse("a{x=\"y\"}" + text).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OK1", "a", "a b", "a{x=\"y} 1", "a{x} 1", "1a 1", "{x=\"y\"} 1"})
  void what_is_no_name_and_value_is_refused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> PrometheusSample.parse(line));
  }
}
