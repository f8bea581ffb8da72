package dev.onrush.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorseByTest {

  @Test
  void nearness_is_the_place_of_the_tolerance_in_the_interval() {
    assertThat(new WorseBy(1, 4, 7).nearness(5)).isEqualTo(-1 / 3.0);
    assertThat(new WorseBy(-60, -20, 60).nearness(5)).isEqualTo(-5 / 16.0);
    assertThat(new WorseBy(5, 8, 11).nearness(5)).isEqualTo(1);
    assertThat(new WorseBy(6, 8, 10).nearness(5)).isGreaterThan(1);
    assertThat(new WorseBy(-4, 0, 4).nearness(5)).isLessThan(-1);
    assertThat(new WorseBy(2, 5, 8).nearness(5)).isEqualTo(0);
  }

  @Test
  void an_interval_without_bounds_or_without_width_has_a_nearness_too() {
    double no = Double.POSITIVE_INFINITY;

    assertThat(new WorseBy(-100, 20, no).nearness(5)).isEqualTo(15 / 120.0);
    assertThat(new WorseBy(-100, 0, no).nearness(5)).isZero();
    assertThat(new WorseBy(6, 6, 6).nearness(5)).isEqualTo(no);
    assertThat(new WorseBy(5, 5, 5).nearness(5)).isZero();
  }
}
