package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameListTest {

  @Test
  void names_beyond_the_limit_are_counted() {
    List<String> names = List.of("a", "b", "c");

    assertThat(NameList.of(names, 3)).isEqualTo("a, b, c");
    assertThat(NameList.of(names, 2)).isEqualTo("a, b and 1 more");
    assertThat(NameList.of(List.of(), 2)).isEmpty();
  }
}
