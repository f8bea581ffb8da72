package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorTest {

  private static Map<String, String> labels(String text) {
    return Selector.parse(text).labels();
  }

  @Test
  void values_stand_in_double_or_in_single_quotes() {
    assertThat(labels("pool{name=\"main\"}")).containsExactly(Map.entry("name", "main"));
    assertThat(labels("pool{name='main'}")).containsExactly(Map.entry("name", "main"));
  }

  @Test
  void the_other_kind_of_quote_is_part_of_a_value() {
    assertThat(labels("shop{owner=\"O'Neil's\"}")).containsExactly(Map.entry("owner", "O'Neil's"));
    assertThat(labels("shop{sign='5\" pipes'}")).containsExactly(Map.entry("sign", "5\" pipes"));
    assertThat(labels("shop{owner='O\\'Neil'}")).containsExactly(Map.entry("owner", "O'Neil"));
  }

  @Test
  void what_is_no_selector_is_refused_as_it_was_written() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selector.parse("pool{name='main}"))
        .withMessage(
            "metric of the service was \"pool{name='main}\"; write its name, with labels if"
                + " necessary, as in jvm_memory_used_bytes{area=\"heap\"}");
  }
}
