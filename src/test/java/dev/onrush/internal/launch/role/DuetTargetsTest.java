package dev.onrush.internal.launch.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.spi.TargetProvider.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuetTargetsTest {

  private final List<String> closed = new ArrayList<>();

  /** A service that cannot be closed. */
  private final Target stubborn =
      new Target() {
        @Override
        public URI uri() {
          return URI.create("http://127.0.0.1:8080");
        }

        @Override
        public String description() {
          return "one";
        }

        @Override
        public void close() {
          closed.add("A");
          throw new IllegalStateException("on purpose");
        }
      };

  @Test
  void a_service_that_cannot_be_closed_does_not_hide_why_the_other_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DuetTargets.started(
                    () -> stubborn,
                    () -> {
                      throw new IllegalArgumentException("size was 0; write 1 or more");
                    }))
        .withMessage("size was 0; write 1 or more");

    assertThat(closed).containsExactly("A");
  }
}
