package dev.onrush.internal.verdict;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountOnsetTest {

  private static void add(CountOnset counts, int second, double number) {
    counts.add(ofSeconds(second), ofSeconds(second + 1), number);
  }

  @Test
  void a_few_counts_long_before_many_are_left_out() {
    CountOnset counts = new CountOnset();
    add(counts, 4, 2);
    for (int second = 10; second < 13; second++) {
      add(counts, second, 20);
    }

    assertThat(counts.total()).isEqualTo(62);
    assertThat(counts.from(Duration.ZERO)).hasValue(ofSeconds(10));
    assertThat(new CountOnset().from(Duration.ZERO)).isEmpty();
  }

  @Test
  void many_counts_that_a_single_one_follows_later_begin_with_the_many() {
    CountOnset counts = new CountOnset();
    add(counts, 10, 15);
    add(counts, 50, 1);

    // 16 in 51 s; from 10 s on, 6 more than at three quarters of this rate, and from 50 s on 0.8
    assertThat(counts.from(Duration.ZERO)).hasValue(ofSeconds(10));
  }

  /** Of three hours with a failure a second, pairs and triples of seconds are kept. */
  @Test
  void the_onset_is_found_within_some_seconds_after_hours_of_counts() {
    CountOnset counts = new CountOnset();
    for (int second = 0; second < 10_000; second++) {
      add(counts, second, 1);
    }
    for (int second = 10_000; second < 10_600; second++) {
      add(counts, second, 50);
    }

    assertThat(counts.total()).isEqualTo(40_000);
    assertThat(counts.from(Duration.ZERO).orElseThrow())
        .isBetween(ofSeconds(9_990), ofSeconds(10_000));
  }

  @Test
  void counts_that_have_ended_can_be_removed() {
    CountOnset counts = new CountOnset();
    add(counts, 1, 5);
    add(counts, 2, 3);

    counts.removeUntil(ofSeconds(2));

    assertThat(counts.total()).isEqualTo(3);
    assertThat(counts.from(Duration.ZERO)).hasValue(ofSeconds(2));
  }
}
