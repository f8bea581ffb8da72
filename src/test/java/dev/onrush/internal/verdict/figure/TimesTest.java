package dev.onrush.internal.verdict.figure;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.plan.Phase;
import dev.onrush.threshold.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void what_an_interval_ends_late_is_no_part_of_a_phase_that_begins_with_its_second() {
    assertThat(touches(10_000, 20_000, 9_004, 10_004)).isFalse();
    assertThat(touches(10_000, 20_000, 9_000, 10_450)).as("late for another reason").isTrue();
    assertThat(touches(10_000, 20_000, 10_000, 10_004)).as("begun within it").isTrue();
    assertThat(touches(10_000, 20_000, 19_004, 20_004)).isTrue();
    assertThat(touches(10_000, 20_000, 20_000, 21_004)).isFalse();
  }

  @Test
  void a_phase_that_begins_or_is_within_an_interval_is_touched_by_it() {
    assertThat(touches(1_800, 7_800, 1_004, 2_004)).isTrue();
    assertThat(touches(1_600, 1_900, 1_004, 2_004)).isTrue();
    assertThat(touches(60_000, 60_300, 0, 60_300)).isTrue();
  }

  @Test
  void what_is_left_behind_the_last_full_second_is_no_part_of_the_phase_before_it() {
    assertThat(contains(10_000, 30_000, 30_000, 30_035)).isFalse();
    assertThat(contains(10_000, 30_000, 30_004, 30_450)).isFalse();
    assertThat(contains(10_000, 30_000, 29_998, 30_035)).as("most of it after the end").isFalse();
    assertThat(contains(10_000, 30_000, 9_900, 10_000)).as("before the begin").isFalse();
    assertThat(contains(10_000, 30_000, 29_700, 30_000)).isTrue();
  }

  @Test
  void an_interval_may_begin_and_end_half_a_second_beside_a_phase() {
    assertThat(contains(10_000, 30_000, 9_500, 10_500)).isTrue();
    assertThat(contains(10_000, 30_000, 9_499, 10_500)).isFalse();
    assertThat(contains(10_000, 30_000, 29_500, 30_500)).isTrue();
    assertThat(contains(10_000, 30_000, 29_500, 30_501)).isFalse();
    assertThat(contains(10_000, 30_000, 9_500, 30_500)).as("of many seconds").isTrue();
  }

  private static boolean contains(int begin, int end, int fromMillis, int toMillis) {
    return times(begin, end).contains(ofMillis(fromMillis), ofMillis(toMillis));
  }

  private static Times times(int begin, int end) {
    return new Times(
        Scope.ALL.during("it"), List.of(new Phase("it", ofMillis(begin), ofMillis(end))));
  }

  private static boolean touches(int begin, int end, int fromMillis, int toMillis) {
    return times(begin, end).touchesIntervals(ofMillis(fromMillis), ofMillis(toMillis));
  }
}
