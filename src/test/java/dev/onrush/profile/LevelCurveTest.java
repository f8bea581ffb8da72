package dev.onrush.profile;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelCurveTest {

  /** From 0 to 10 in 10 s, then 10 for 3 s, then 4 for 5 s. */
  private static final List<Stage> STAGES =
      arrivalRate()
          .rampTo(perSecond(10), ofSeconds(10))
          .holdFor(ofSeconds(3))
          .hold(perSecond(4), ofSeconds(5))
          .stages();

  @Test
  void the_level_follows_straight_lines_and_is_0_outside_the_curve() {
    assertThat(LevelCurve.at(STAGES, ofSeconds(-1))).isZero();
    assertThat(LevelCurve.at(STAGES, ofMillis(2_500))).isEqualTo(2.5);
    assertThat(LevelCurve.at(STAGES, ofSeconds(13))).isEqualTo(4);
    assertThat(LevelCurve.at(STAGES, ofSeconds(18))).isZero();
  }

  @Test
  void the_peak_is_the_highest_level() {
    assertThat(LevelCurve.peak(STAGES)).isEqualTo(10);
    assertThat(LevelCurve.peak(List.of())).isZero();
  }

  @Test
  void the_area_of_a_ramp_to_10_in_10_s_is_50() {
    assertThat(LevelCurve.areaBefore(STAGES, ofSeconds(10))).isEqualTo(50);
    // 50 in the ramp, 30 in the first hold and 20 in the second
    assertThat(LevelCurve.areaBefore(STAGES, Duration.ofHours(1))).isEqualTo(100);
  }

  @Test
  void the_time_of_an_area_is_the_inverse_of_the_area() {
    assertThat(LevelCurve.timeOfArea(STAGES, 60)).isEqualTo(ofSeconds(11));
    assertThat(LevelCurve.timeOfArea(STAGES, 100)).isEqualTo(ofSeconds(18));
    assertThat(LevelCurve.timeOfArea(STAGES, 101)).isEqualTo(ofSeconds(18));
  }
}
