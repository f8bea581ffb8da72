package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeTextTest {

  @Test
  void a_moment_has_its_day_where_the_run_started_on_another() {
    Instant started = Instant.parse("2026-01-02T23:59:05.678Z");

    assertThat(WallClock.of(started, Duration.ofSeconds(14))).isEqualTo("23:59:19 UTC");
    assertThat(WallClock.of(started, Duration.ofMinutes(2))).isEqualTo("2026-01-03 00:01:05 UTC");
  }

  @Test
  void a_change_has_its_sign_and_two_digits() {
    assertThat(ChangeText.change(18.4, true)).isEqualTo("+18 %");
    assertThat(ChangeText.change(-2.44, true)).isEqualTo("-2.4 %");
    assertThat(ChangeText.change(0.001, true)).isEqualTo("0 %");
    assertThat(ChangeText.change(-99.7, true)).as("something is left").isEqualTo("-99 %");
    assertThat(ChangeText.change(-100, true)).isEqualTo("-100 %");
    assertThat(ChangeText.change(1.25, false)).isEqualTo("+1.3 points");
    assertThat(ChangeText.interval(18, 12, 25, true)).isEqualTo("+12 to +25 %");
  }

  @Test
  void what_doubles_is_a_factor_with_its_interval() {
    assertThat(ChangeText.change(99.9, true)).isEqualTo("+100 %");
    assertThat(ChangeText.change(100, true)).isEqualTo("×2");
    assertThat(ChangeText.change(2_400, true)).isEqualTo("×25");
    assertThat(ChangeText.interval(2_400, 1_900, 3_012, true)).isEqualTo("×20 to ×31");
    assertThat(ChangeText.interval(120, -10, 500, true)).isEqualTo("×0.9 to ×6");
  }

  @Test
  void beside_a_limit_there_is_no_factor() {
    assertThat(ChangeText.beside(2_400, true)).isEqualTo("+2400 %");
    assertThat(ChangeText.beside(1_900, 3_012, true)).isEqualTo("+1900 to +3012 %");
    assertThat(ChangeText.beside(1.2, false)).isEqualTo("+1.2 points");
    assertThat(ChangeText.beside(0.5, 2, false)).isEqualTo("+0.5 to +2 points");
  }

  @Test
  void a_single_point_is_in_the_singular() {
    assertThat(ChangeText.change(1, false)).isEqualTo("+1 point");
    assertThat(ChangeText.change(-1.02, false)).isEqualTo("-1 point");
    assertThat(ChangeText.change(0, false)).isEqualTo("0 points");
    assertThat(ChangeText.interval(1, 0.5, 1, false)).isEqualTo("+0.5 to +1 points");
    assertThat(ChangeText.withUnit("1", false)).isEqualTo("1 point");
    assertThat(ChangeText.withUnit("1", true)).isEqualTo("1 %");
  }

  @Test
  void points_are_never_a_factor() {
    assertThat(ChangeText.change(100, false)).isEqualTo("+100 points");
  }

  @Test
  void what_has_no_end_says_so() {
    assertThat(ChangeText.change(Double.POSITIVE_INFINITY, true)).isEqualTo("×∞");
    assertThat(ChangeText.change(Double.NEGATIVE_INFINITY, false)).isEqualTo("-∞ points");
    assertThat(ChangeText.interval(20, -5, Double.POSITIVE_INFINITY, true)).isEqualTo("-5 to +∞ %");
  }
}
