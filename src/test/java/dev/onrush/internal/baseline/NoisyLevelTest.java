package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoisyLevelTest {

  @Test
  void independent_blocks_have_the_variance_of_the_textbook() {
    NoisyLevel independent = new NoisyLevel(0, 1);

    assertThat(independent.varianceOfMean(60)).isCloseTo(1 / 60.0, within(1e-12));
    // stretches of 6 are compared with a mean that they are part of: 1 - 6 / 60
    assertThat(independent.varianceOfStretches(60, 6)).isCloseTo(0.9 / 60, within(1e-12));
  }

  @Test
  void neighbours_that_go_together_make_the_mean_less_certain() {
    // (1 + 1 + 2 · 0.5) / 4
    assertThat(new NoisyLevel(0.5, 1).varianceOfMean(2)).isCloseTo(0.75, within(1e-12));
    // half of the variance is noise: (1 + 1 + 2 · 0.25) / 4
    assertThat(new NoisyLevel(0.5, 0.5).varianceOfMean(2)).isCloseTo(0.625, within(1e-12));
  }

  @Test
  void stretches_of_one_block_show_the_variance_around_the_mean() {
    // 1 - 0.75 of each block, divided by two blocks
    assertThat(new NoisyLevel(0.5, 1).varianceOfStretches(2, 1)).isCloseTo(0.125, within(1e-12));
  }
}
