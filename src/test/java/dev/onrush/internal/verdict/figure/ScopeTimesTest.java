package dev.onrush.internal.verdict.figure;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTimesTest {

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

  @Test
  void under_load_are_the_whole_seconds_of_a_phase() {
    assertThat(underLoad(7_500, 6_000, 7_000)).isTrue();
    assertThat(underLoad(7_500, 7_000, 7_505)).as("the run ends with its plan").isFalse();
    assertThat(underLoad(7_500, 7_000, 7_800)).as("of a cluster").isFalse();
    assertThat(underLoad(7_500, 7_000, 8_000)).as("the last user waits").isFalse();
    assertThat(underLoad(7_500, 6_000, 7_150)).as("an interval that ended late").isTrue();
    assertThat(underLoad(7_500, 6_150, 7_004)).as("the interval after one").isTrue();
    assertThat(underLoad(7_500, 4_000, 7_450)).as("of a frozen generator").isTrue();
    assertThat(underLoad(7_500, 4_000, 9_200)).as("frozen beyond the end").isFalse();
    assertThat(underLoad(32_500, 16_000, 32_000)).as("a sum of 16 s").isTrue();
  }

  @Test
  void under_load_a_phase_that_ends_with_a_second_has_all_of_it() {
    assertThat(underLoad(30_000, 29_004, 30_004)).isTrue();
    assertThat(underLoad(30_000, 29_000, 30_150)).as("late").isTrue();
    assertThat(underLoad(30_000, 29_150, 30_005)).as("begun late").isTrue();
    assertThat(underLoad(30_000, 30_004, 30_304)).as("of a cluster").isFalse();
    assertThat(underLoad(9_990, 9_000, 9_995)).as("30 s at a pace of 0.333").isTrue();
  }

  @Test
  void under_load_a_phase_that_begins_with_a_late_interval_has_all_of_its_second() {
    // for a search: 20 s, the maximum length of a window
    List<Phase> phases = List.of(new Phase("level 1", ofMillis(90_095), ofMillis(110_095)));
    ScopeTimes times = ScopeTimes.underLoad(Scope.ALL.during("level 1"), phases);

    assertThat(times.contains(ofMillis(90_003), ofMillis(91_004))).isTrue();
    assertThat(times.contains(ofMillis(109_004), ofMillis(110_004))).isTrue();
    assertThat(times.contains(ofMillis(110_004), ofMillis(111_004))).isFalse();
  }

  @Test
  void
      under_load_the_first_second_is_whole_but_for_less_than_a_tenth_and_the_last_but_for_half_of_it() {
    assertThat(underLoad(5_000, 9_949, 9_003, 10_003)).isFalse();
    assertThat(underLoad(5_000, 9_950, 9_003, 10_003)).isTrue();
    List<Phase> phases = List.of(new Phase("it", ofMillis(5_100), ofMillis(9_900)));
    ScopeTimes times = ScopeTimes.underLoad(Scope.ALL.during("it"), phases);

    assertThat(times.contains(ofMillis(5_000), ofMillis(6_000))).isFalse();
    assertThat(times.contains(ofMillis(6_000), ofMillis(7_000))).isTrue();
    assertThat(times.contains(ofMillis(8_000), ofMillis(9_000))).isTrue();
    assertThat(times.contains(ofMillis(9_000), ofMillis(10_000))).isFalse();
  }

  @Test
  void under_load_a_phase_without_a_whole_second_is_as_it_is_where_it_begins_with_one() {
    assertThat(underLoad(500, 0, 505)).isTrue();
    assertThat(underLoad(500, 0, 800)).isTrue();
    assertThat(underLoad(500, 0, 1_200)).as("most of it after the end").isFalse();
    assertThat(underLoad(5_060, 5_560, 5_004, 5_570)).as("begun a little later").isTrue();
    assertThat(underLoad(4_960, 5_460, 5_004, 5_470)).as("begun a little earlier").isTrue();
  }

  @Test
  void under_load_a_phase_without_a_whole_second_that_begins_within_one_has_no_time() {
    // half of the requests of the first second, and nine tenths of the requests of the second one
    assertThat(underLoad(500, 1_900, 0, 1_003)).isFalse();
    assertThat(underLoad(500, 1_900, 1_003, 2_003)).isFalse();
    assertThat(underLoad(500, 1_500, 0, 1_003)).isFalse();
    assertThat(underLoad(500, 2_000, 1_003, 2_003)).as("a whole second").isTrue();
    List<Phase> both =
        List.of(
            new Phase("it", ofMillis(500), ofMillis(1_900)),
            new Phase("it", ofMillis(5_500), ofMillis(9_500)));
    assertThat(ScopeTimes.underLoad(Scope.ALL.during("it"), both).start())
        .as("begin of the first that has any")
        .isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void under_load_nothing_between_two_phases_of_a_scope_is_left_out() {
    List<Phase> phases =
        arrivalRate()
            .hold(perSecond(10), ofMillis(7_600))
            .hold(perSecond(20), ofMillis(7_600))
            .phases();
    ScopeTimes steady = ScopeTimes.underLoad(Scope.ALL.during(Scope.STEADY_STATE), phases);

    assertThat(steady.partOf(ofMillis(7_000), ofMillis(8_000))).hasValue(Duration.ZERO);
    assertThat(steady.contains(ofMillis(15_000), ofMillis(15_205))).isFalse();
    assertThat(ScopeTimes.underLoad(Scope.ALL, phases).contains(ofMillis(15_000), ofMillis(15_205)))
        .isFalse();
  }

  private static boolean underLoad(int end, int fromMillis, int toMillis) {
    List<Phase> phases = List.of(new Phase("it", Duration.ZERO, ofMillis(end)));
    boolean ofPhase =
        ScopeTimes.underLoad(Scope.ALL.during("it"), phases)
            .contains(ofMillis(fromMillis), ofMillis(toMillis));
    assertThat(
            ScopeTimes.underLoad(Scope.ALL, phases)
                .contains(ofMillis(fromMillis), ofMillis(toMillis)))
        .isEqualTo(ofPhase);
    return ofPhase;
  }

  private static boolean underLoad(int begin, int end, int fromMillis, int toMillis) {
    List<Phase> phases = List.of(new Phase("it", ofMillis(begin), ofMillis(end)));
    return ScopeTimes.underLoad(Scope.ALL.during("it"), phases)
        .contains(ofMillis(fromMillis), ofMillis(toMillis));
  }

  private static boolean contains(int begin, int end, int fromMillis, int toMillis) {
    return times(begin, end).contains(ofMillis(fromMillis), ofMillis(toMillis));
  }

  private static ScopeTimes times(int begin, int end) {
    return new ScopeTimes(
        Scope.ALL.during("it"), List.of(new Phase("it", ofMillis(begin), ofMillis(end))));
  }

  private static boolean touches(int begin, int end, int fromMillis, int toMillis) {
    return times(begin, end).touchesIntervals(ofMillis(fromMillis), ofMillis(toMillis));
  }
}
