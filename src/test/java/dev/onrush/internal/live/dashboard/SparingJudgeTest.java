package dev.onrush.internal.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.Judgement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparingJudgeTest {

  private long now;
  private int judged;
  private final SparingJudge judge = new SparingJudge(() -> now);

  /** Follows the run at a moment at which judging takes this long. */
  private void follow(Duration at, Duration takes) {
    now = at.toNanos();
    judge.follow(
        () -> {
          judged++;
          now += takes.toNanos();
          return List.<Judgement>of();
        },
        List::of);
  }

  @Test
  void judging_that_takes_10_ms_is_repeated_after_200_ms() {
    follow(Duration.ZERO, Duration.ofMillis(10));

    follow(Duration.ofMillis(209), Duration.ofMillis(10));
    assertThat(judged).isEqualTo(1);

    follow(Duration.ofMillis(210), Duration.ofMillis(10));
    assertThat(judged).isEqualTo(2);
  }

  @Test
  void judging_that_takes_a_second_is_repeated_after_5_s() {
    follow(Duration.ZERO, Duration.ofSeconds(1));

    follow(Duration.ofMillis(5_999), Duration.ofSeconds(1));
    assertThat(judged).isEqualTo(1);

    follow(Duration.ofSeconds(6), Duration.ofSeconds(1));
    assertThat(judged).isEqualTo(2);
  }
}
