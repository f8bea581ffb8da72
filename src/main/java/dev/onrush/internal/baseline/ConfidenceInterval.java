package dev.onrush.internal.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A two-sided confidence interval around a difference.
 *
 * <p>It contains the interval of Student's t and the percentiles of the bootstrap (B. Efron,
 * "Better bootstrap confidence intervals", JASA 82, 1987, section 3). The first is wide enough for
 * differences that are nearly normal. But if 5 % of the responses are ten times as slow as all
 * others, p95 is either a fast or a slow one, and the second interval reaches from one to the
 * other.
 *
 * @param miss the share of intervals that do not contain the true value
 */
record ConfidenceInterval(double miss) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * Returns an interval so wide that in {@code 1 - miss} of all cases, all differences lie within
   * their intervals at once. Bonferroni's {@code miss / m} would be enough, but p50, mean and p95
   * of the same requests are correlated. So the bound is taken from the greatest of all m
   * deviations in each round (max-T; Westfall &amp; Young 1993, "Resampling-based multiple
   * testing", section 2.3), which is never wider. The correlation of figures from run to run comes
   * from the baseline runs: their deviations, each multiplied by a normal random number, make a
   * round.
   */
  static ConfidenceInterval simultaneous(
      List<Difference> differences, int baselines, double miss, SplittableRandom random) {
    double[] greatest = new double[Resampling.ROUNDS];
    double[] chance = new double[baselines];
    for (int round = 0; round < greatest.length; round++) {
      Arrays.setAll(chance, run -> random.nextGaussian());
      for (Difference of : differences) {
        if (of.error() > 0) {
          double deviation =
              of.rounds().at(round) + Math.sqrt(of.between()) * of.apart().mixed(chance);
          greatest[round] = Math.max(greatest[round], Math.abs(deviation) / of.error());
        }
      }
    }
    Arrays.sort(greatest);
    double bound = greatest[(int) Math.ceil((1 - miss) * greatest.length) - 1];
    double each = 2 * NORMAL.survivalProbability(bound);
    return new ConfidenceInterval(Math.min(miss, Math.max(each, miss / differences.size())));
  }

  /** The confidence of the interval, in percent. */
  double confidence() {
    return 100 * (1 - miss);
  }

  double low(Difference difference) {
    return difference.change()
        + Math.min(-width(difference), difference.rounds().quantile(miss / 2));
  }

  double high(Difference difference) {
    return difference.change()
        + Math.max(width(difference), difference.rounds().quantile(1 - miss / 2));
  }

  /** Half the width of the interval, with Student's t, because the variances are estimated. */
  private double width(Difference difference) {
    return difference.error()
        * TDistribution.of(difference.degreesOfFreedom()).inverseSurvivalProbability(miss / 2);
  }
}
