package dev.onrush.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingsTest {

  @Test
  void what_cannot_be_closed_keeps_nothing_else_open_and_hides_no_refusal() {
    List<String> closed = new ArrayList<>();

    Closings.each(
        List.of(
            () -> closed.add("first"),
            () -> {
              throw new IllegalStateException("on purpose");
            },
            () -> {
              throw new NoClassDefFoundError("on/Purpose");
            },
            () -> closed.add("last")));

    assertThat(closed).containsExactly("first", "last");
  }
}
