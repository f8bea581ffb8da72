package dev.onrush.internal.launch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForcedEndTest {

  @Test
  void what_comes_last_is_done_although_there_is_no_thread_for_what_comes_before() {
    List<String> done = new ArrayList<>();

    assertThatThrownBy(
            () ->
                ForcedEnd.inTurn(
                    () -> {
                      throw new OutOfMemoryError("unable to create native thread");
                    },
                    () -> done.add("last")))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(done).containsExactly("last");
  }
}
