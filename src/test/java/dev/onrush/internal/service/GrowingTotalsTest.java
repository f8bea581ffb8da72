package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowingTotalsTest {

  private static final long SECOND = 1_000_000_000;

  private final GrowingTotals<String> totals = new GrowingTotals<>(2, 5);

  @Test
  void those_that_grew_the_most_are_told_however_great_others_were_before() {
    assertThat(totals.rates(Map.of("old", 9e9, "older", 9e12, "idle", 5.0), SECOND)).isEmpty();

    assertThat(totals.rates(Map.of("old", 9e9 + 2, "older", 9e12, "idle", 25.0), 3 * SECOND))
        .isEqualTo(Map.of("idle", 10.0, "old", 1.0));
  }

  @Test
  void one_that_rises_among_the_first_has_a_rate_at_once() {
    totals.rates(Map.of("a", 10.0, "b", 10.0, "c", 10.0), SECOND);
    totals.rates(Map.of("a", 20.0, "b", 20.0, "c", 10.0), 2 * SECOND);

    assertThat(totals.rates(Map.of("a", 20.0, "b", 21.0, "c", 50.0), 3 * SECOND))
        .isEqualTo(Map.of("c", 40.0, "b", 1.0));
  }

  @Test
  void one_that_is_new_has_grown_from_0_and_has_a_rate_from_its_second_reading_on() {
    totals.rates(Map.of("a", 100.0, "b", 100.0), SECOND);

    assertThat(totals.rates(Map.of("a", 101.0, "b", 102.0, "new", 7.0), 2 * SECOND))
        .isEqualTo(Map.of("b", 2.0));
    assertThat(totals.rates(Map.of("a", 101.0, "b", 103.0, "new", 8.0), 3 * SECOND))
        .isEqualTo(Map.of("b", 1.0, "new", 1.0));
  }

  @Test
  void one_for_which_a_reading_had_no_room_has_not_grown_from_0() {
    GrowingTotals<String> few = new GrowingTotals<>(1, 2);
    few.rates(Map.of("a", 100.0, "b", 90.0), SECOND);
    few.rates(Map.of("a", 105.0, "months", 91.0), 2 * SECOND);

    assertThat(few.rates(Map.of("a", 106.0, "months", 92.0), 3 * SECOND))
        .isEqualTo(Map.of("a", 1.0));
  }

  @Test
  void statistics_that_were_reset_grow_from_there() {
    totals.rates(Map.of("a", 1e9, "b", 1e3, "c", 1e3), SECOND);

    assertThat(totals.rates(Map.of("a", 0.0, "b", 1e3, "c", 1e3), 2 * SECOND))
        .doesNotContainKey("a");
    assertThat(totals.rates(Map.of("a", 50.0, "b", 1e3, "c", 1e3 + 1), 3 * SECOND))
        .isEqualTo(Map.of("a", 50.0, "c", 1.0));
  }
}
