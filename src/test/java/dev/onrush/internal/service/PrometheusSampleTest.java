package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
