package dev.onrush.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.CoreDsl;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightsTest {

  @Test
  void a_task_is_picked_as_often_as_its_share_of_the_weights() {
    UserClass browsing =
        UserClass.named("Browsing")
            .task(6, "List", CoreDsl.exec(session -> session))
            .task(2, "Show", CoreDsl.exec(session -> session));
    Weights weights = Weights.of(browsing.tasks());
    SplittableRandom random = new SplittableRandom(42);

    int first = 0;
    for (int i = 0; i < 80_000; i++) {
      first += weights.pick(random) == 0 ? 1 : 0;
    }

    // 6 of 8 of 80,000; the standard deviation is sqrt(80,000 * 0.75 * 0.25) = 122
    assertThat(first).isCloseTo(60_000, Offset.offset(5 * 122));
  }
}
