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

  private static boolean touches(int begin, int end, int fromMillis, int toMillis) {
    Scope scope = Scope.ALL.during("it");
    return new Times(scope, List.of(new Phase("it", ofMillis(begin), ofMillis(end))))
        .touchesIntervals(ofMillis(fromMillis), ofMillis(toMillis));
  }
}
