package dev.onrush.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RandomEffectsTest {

  /**
   * Thirteen trials of the BCG vaccine (Colditz et al. 1994, JAMA 271): ill and healthy people
   * among the vaccinated, ill and healthy people among the others.
   */
  private static final double[][] TRIALS = {
    {4, 119, 11, 128},
    {6, 300, 29, 274},
    {3, 228, 11, 209},
    {62, 13536, 248, 12619},
    {33, 5036, 47, 5761},
    {180, 1361, 372, 1079},
    {8, 2537, 10, 619},
    {505, 87886, 499, 87892},
    {29, 7470, 45, 7232},
    {17, 1699, 65, 1600},
    {186, 50448, 141, 27197},
    {5, 2493, 3, 2338},
    {27, 16886, 29, 17825}
  };

  @Test
  void the_bcg_trials_differ_by_the_published_variance() {
    double[] y = new double[TRIALS.length];
    double[] v = new double[TRIALS.length];
    for (int i = 0; i < y.length; i++) {
      double[] t = TRIALS[i];
      y[i] = Math.log(t[0] / (t[0] + t[1]) / (t[2] / (t[2] + t[3]))); // log relative risk
      v[i] = 1 / t[0] - 1 / (t[0] + t[1]) + 1 / t[2] - 1 / (t[2] + t[3]);
    }

    double tau = RandomEffects.variance(y, v);

    // metafor (Viechtbauer 2010, J. Stat. Software 36(3)), method DL, and Stata's metan: a summary
    // of -0.7141 with 95 % from -1.0644 to -0.3638, from tau² = 0.3088
    assertThat(tau).isCloseTo(0.3088, within(0.00005));
    double weights = 0;
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      weights += 1 / (v[i] + tau);
      sum += y[i] / (v[i] + tau);
    }
    assertThat(sum / weights).isCloseTo(-0.7141, within(0.00005));
    assertThat(sum / weights + 1.959964 / Math.sqrt(weights)).isCloseTo(-0.3638, within(0.00005));
  }

  @Test
  void runs_that_differ_less_than_each_is_unsure_do_not_differ() {
    assertThat(RandomEffects.variance(new double[] {1, 1.1, 0.9}, new double[] {1, 1, 1})).isZero();
  }

  @Test
  void equal_variances_give_the_sample_variance_less_that_within() {
    // the sample variance of 1, 2, 3 is 1
    assertThat(RandomEffects.variance(new double[] {1, 2, 3}, new double[] {0.1, 0.1, 0.1}))
        .isCloseTo(0.9, within(1e-12));
  }

  @Test
  void runs_without_any_variance_within_are_taken_as_they_are() {
    assertThat(RandomEffects.variance(new double[] {1, 2, 3}, new double[] {0, 0, 0}))
        .isCloseTo(1, within(1e-9));
  }
}
