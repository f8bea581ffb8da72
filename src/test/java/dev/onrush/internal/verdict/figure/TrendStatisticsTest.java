package dev.onrush.internal.verdict.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendStatisticsTest {

  /** The example of P. K. Sen, JASA 63 (1968): the slope is 4. */
  @Test
  void the_slope_is_that_of_sens_example() {
    double[] x = {1, 2, 3, 4, 10, 12, 18};
    double[] y = {9, 15, 19, 20, 45, 55, 78};

    TheilSen line = TheilSen.of(x, y, 1);

    assertThat(line.slope()).isEqualTo(4);
    assertThat(line.low()).isBetween(3.0, 4.0);
    assertThat(line.high()).isBetween(4.0, 5.0);
  }

  @Test
  void one_wild_value_in_ten_does_not_bend_the_line() {
    double[] x = IntStream.range(0, 10).asDoubleStream().toArray();
    double[] y = {0, 2, 4, 6, 1_000, 10, 12, 14, 16, 18};

    assertThat(TheilSen.of(x, y, 1).slope()).isEqualTo(2);
  }

  @Test
  void the_test_counts_rises_and_falls_and_corrects_for_ties() {
    // pairs: 1-3 1-2 1-2 1-5 rise, 3-2 3-2 fall, 3-5 rises, 2-2 ties, 2-5 2-5 rise: 7 - 2
    MannKendall test = MannKendall.of(new double[] {1, 3, 2, 2, 5});

    assertThat(test.s()).isEqualTo(5);
    // (5 * 4 * 15 - 2 * 1 * 9) / 18
    assertThat(test.variance()).isCloseTo(282 / 18.0, within(1e-12));
    assertThat(test.pairs()).isEqualTo(10);
    assertThat(test.chance()).isGreaterThan(0.01);
    assertThat(MannKendall.of(new double[] {7, 7, 7}).chance()).isEqualTo(1);
  }

  /**
   * A leak that becomes slower, and one whose steps differ: each value is greater than the one
   * before, but neighbours deviate from a straight line in the same direction.
   */
  @Test
  void values_that_only_rise_are_certain_however_they_deviate_from_a_line() {
    SplittableRandom random = new SplittableRandom(1);
    for (int length : new int[] {9, 20, 40}) {
      double[] x = IntStream.range(0, length).asDoubleStream().toArray();
      double[] slower = Arrays.stream(x).map(Math::sqrt).toArray();
      double[] steps = new double[length];
      double step = 1;
      for (int i = 1; i < length; i++) {
        step = Math.max(0.1, 0.8 * step + 0.2 + 0.1 * random.nextGaussian());
        steps[i] = steps[i - 1] + step;
      }

      for (double[] y : List.of(slower, steps)) {
        TheilSen line = TheilSen.of(x, y, 1);
        assertThat(line.inflation()).isGreaterThan(1);
        assertThat(MannKendall.of(y).inflated(line.inflation()).chance()).isLessThan(0.01);
        assertThat(line.low()).isPositive();
      }
    }
  }

  @Test
  void one_series_in_a_hundred_without_a_trend_is_taken_for_one_with() {
    SplittableRandom random = new SplittableRandom(1);
    int rises = 0;
    for (int run = 0; run < 10_000; run++) {
      double[] values = random.doubles(30).toArray();
      rises += MannKendall.of(values).chance() < 0.01 ? 1 : 0;
    }

    // 1 % of 10,000, plus or minus four standard deviations of 10
    assertThat(rises).isBetween(60, 140);
  }

  /**
   * The AR(1) series has a correlation of 0.6 between neighbours. Without the correction, 10 % of
   * these series would rise with certainty; with it, 1.8 %.
   */
  @Test
  void a_stationary_series_that_wanders_is_seldom_taken_for_a_rise() {
    int independent = rises(0, 0);
    int wandering = rises(0.6, 0);

    assertThat(independent).isBetween(20, 100); // of 10,000; 1 % would be 100
    assertThat(wandering).isBetween(100, 250);
  }

  /** A rise of four standard deviations within the run, with and without memory. */
  @Test
  void a_real_rise_is_found_in_a_series_that_wanders() {
    assertThat(rises(0, 4)).isGreaterThan(9_500);
    assertThat(rises(0.6, 4)).isGreaterThan(5_000);
  }

  /** The number of rises found in 10,000 series of 30 values around a line. */
  private static int rises(double memory, double rise) {
    SplittableRandom random = new SplittableRandom(1);
    double[] x = IntStream.range(0, 30).asDoubleStream().toArray();
    int rises = 0;
    for (int run = 0; run < 10_000; run++) {
      double[] y = new double[30];
      double level = random.nextGaussian();
      for (int i = 0; i < y.length; i++) {
        y[i] = level + rise * i / (y.length - 1);
        level = memory * level + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      }
      MannKendall test = MannKendall.of(y);
      rises +=
          test.chance() < 0.01 && test.inflated(TheilSen.of(x, y, 1).inflation()).chance() < 0.01
              ? 1
              : 0;
    }
    return rises;
  }

  /** Ranks 1 to 9 of a line around which nothing varies: no residual, so no correlation. */
  @Test
  void values_on_a_line_are_not_correlated() {
    double[] line = IntStream.range(0, 9).asDoubleStream().toArray();

    assertThat(TheilSen.of(line, line, 1).inflation()).isEqualTo(1);
    assertThat(SerialCorrelation.inflation(new double[9], 1)).isEqualTo(1);
  }
}
