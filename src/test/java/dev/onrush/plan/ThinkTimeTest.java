package dev.onrush.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinkTimeTest {

  private static final int DRAWS = 100_000;

  private static double meanSeconds(ThinkTime time) {
    SplittableRandom random = new SplittableRandom(42);
    return IntStream.range(0, DRAWS)
        .mapToDouble(i -> time.sample(random).toNanos() / 1e9)
        .average()
        .orElseThrow();
  }

  @Test
  void uniform_times_stay_within_their_bounds_and_have_the_middle_as_mean() {
    ThinkTime time = new ThinkTime.Uniform(ofMillis(100), ofSeconds(2));
    SplittableRandom random = new SplittableRandom(1);

    for (int i = 0; i < 10_000; i++) {
      assertThat(time.sample(random)).isBetween(ofMillis(100), ofSeconds(2));
    }
    // standard error of the mean: 1.9 s / sqrt(12) / sqrt(100,000) = 1.7 ms; the limit is three of
    // them
    assertThat(meanSeconds(time)).isCloseTo(1.05, within(0.0052));
  }

  @Test
  void exponential_times_have_the_mean_asked_for() {
    // standard error: 1 s / sqrt(100,000) = 3.2 ms; the cut at ten means reduces the mean by 0.05
    // ms
    assertThat(meanSeconds(new ThinkTime.Exponential(ofSeconds(1)))).isCloseTo(1, within(0.0095));
  }

  @Test
  void the_same_seed_draws_the_same_times() {
    ThinkTime time = new ThinkTime.Exponential(ofSeconds(1));

    assertThat(time.sample(new SplittableRandom(7)))
        .isEqualTo(time.sample(new SplittableRandom(7)));
  }

  @Test
  void bounds_in_the_wrong_order_are_refused() {
    assertThatThrownBy(() -> new ThinkTime.Uniform(ofSeconds(2), ofSeconds(1)))
        .hasMessage("think time was between 2 s and 1 s; the first must be the shorter one");
  }

  @Test
  void negative_times_are_refused() {
    assertThatThrownBy(() -> new ThinkTime.Constant(Duration.ofMillis(-5)))
        .hasMessage("think time was -5 ms; zero or longer is allowed");
  }
}
