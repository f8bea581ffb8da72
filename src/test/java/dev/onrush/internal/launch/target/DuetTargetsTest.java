package dev.onrush.internal.launch.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.launch.UnclosableTarget;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DuetTargetsTest {

  private final UnclosableTarget unclosable = new UnclosableTarget();

  @Test
  void a_service_that_cannot_be_closed_does_not_hide_why_the_other_is_refused() {
    AtomicInteger closed = new AtomicInteger();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DuetTargets.started(
                    () -> unclosable,
                    () -> {
                      throw new IllegalArgumentException("size was 0; write 1 or more");
                    },
                    closed::incrementAndGet))
        .withMessage("size was 0; write 1 or more");

    assertThat(unclosable.tried()).isEqualTo(1);
    assertThat(closed).hasValue(1);
  }
}
