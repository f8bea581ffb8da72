package dev.onrush.internal.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scala.concurrent.duration.FiniteDuration;

class LongestDurationTest {

  private final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();

  private static LongestDuration of(Duration time) {
    return new LongestDuration(
        Optional.of(new FiniteDuration(time.toMillis(), TimeUnit.MILLISECONDS)));
  }

  @Test
  void the_load_ends_after_the_duration_with_the_reason() throws InterruptedException {
    of(Duration.ofMillis(1)).start(reasons::add);

    assertThat(reasons.poll(30, TimeUnit.SECONDS))
        .isEqualTo("maxDuration of 1 millisecond reached");
  }

  @Test
  void a_run_that_is_over_before_is_not_ended_again() {
    LongestDuration longest = of(Duration.ofHours(1));

    longest.over();
    longest.start(reasons::add);

    assertThat(reasons).isEmpty();
  }

  @Test
  void a_simulation_without_a_longest_duration_does_not_end_itself() {
    new LongestDuration(Optional.empty()).start(reasons::add);

    assertThat(reasons).isEmpty();
  }
}
