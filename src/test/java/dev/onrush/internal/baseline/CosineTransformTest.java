package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CosineTransformTest {

  @Test
  void a_level_has_no_waves_and_a_slope_has_a_long_one() {
    CosineTransform transform = new CosineTransform(4);

    assertThat(transform.squares(new double[] {3, 3, 3, 3}))
        .containsExactly(new double[3], within(1e-12));
    double[] slope = transform.squares(new double[] {-3, -1, 1, 3});
    // the sum of squares is 9 + 1 + 1 + 9
    assertThat(Arrays.stream(slope).sum()).isCloseTo(20, within(1e-9));
    assertThat(slope[0]).isGreaterThan(19);
  }

  @Test
  void independent_blocks_have_waves_of_all_lengths_alike() {
    assertThat(new CosineTransform(5).squares(new NoisyLevel(0, 1)))
        .containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
  }

  @Test
  void the_waves_have_the_variance_that_the_mean_has_not() {
    NoisyLevel level = new NoisyLevel(0.9, 0.5);
    double[] squares = new CosineTransform(10).squares(level);

    assertThat(Arrays.stream(squares).sum())
        .isCloseTo(10 * (1 - level.varianceOfMean(10)), within(1e-9));
    assertThat(squares[0]).isGreaterThan(2 * squares[8]);
  }
}
