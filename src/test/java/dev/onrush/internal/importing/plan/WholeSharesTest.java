package dev.onrush.internal.importing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WholeSharesTest {

  @Test
  void equal_amounts_give_the_remainder_to_the_first() {
    assertThat(WholeShares.of(new double[] {1, 1, 1}, 100)).containsExactly(34, 33, 33);
  }

  @Test
  void the_largest_remainder_is_rounded_up() {
    // exactly 12.5, 37.6 and 49.9
    assertThat(WholeShares.of(new double[] {125, 376, 499}, 100)).containsExactly(12, 38, 50);
  }

  @Test
  void an_amount_of_nothing_has_no_share() {
    assertThat(WholeShares.of(new double[] {0, 3}, 10)).containsExactly(0, 10);
  }
}
