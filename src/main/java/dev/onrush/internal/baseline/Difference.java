package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The difference between a run and its baseline in one figure.
 *
 * <p>If y is the current run's figure and m the mean of k baseline runs, then y - m has the
 * variance {@code tau² (1 + 1/k) + v + Σ v_i / k²}: the variance of one more run around the mean of
 * k others, plus the variance within each run. With one baseline run, tau² is unknown and taken as
 * zero.
 *
 * <p>Two or three runs that happen to agree are no proof that all runs agree, and t with one or two
 * degrees of freedom would find nothing at all. So tau² is moderated as in Smyth 2004, "Linear
 * models and empirical Bayes methods": {@code (d0 s0² + (k - 1) tau²) / (d0 + k - 1)}, as if d0 = 4
 * earlier runs had been seen that differed by s0 = 2 %, as repeated runs on a quiet machine do.
 * Twenty baseline runs outweigh these four almost completely.
 *
 * @param baseline the mean of the baseline runs
 * @param current the figure of the current run
 * @param within variance within the runs
 * @param between variance between the runs
 * @param degreesOfFreedom the degrees of freedom of the sum of both variances, by Satterthwaite
 *     1946
 * @param share how much of both figures may be due to the generators; empty if this is not known
 * @param rounds deviations within the runs
 * @param apart deviations of the baseline runs from their mean
 * @param resolution the resolution of the response times, the coarsest of all runs
 */
record Difference(
    double baseline,
    double current,
    double within,
    double between,
    double degreesOfFreedom,
    Optional<Share> share,
    Rounds rounds,
    Rounds apart,
    Resolution resolution) {

  /**
   * How much of the mean of the baseline runs, and of the current run, may be the generators': the
   * change may be greater by the first and smaller by the second.
   */
  record Share(double baseline, double current) {

    /** The shares of figures that generators make too low. */
    Share swapped() {
      return new Share(current, baseline);
    }
  }

  private static final double PRIOR_FREEDOM = 4;
  private static final double PRIOR = 0.02;

  /**
   * Returns the difference between a run and its baseline.
   *
   * @param statistic relative figures are logarithms; other figures have no prior
   */
  static Difference of(List<Estimate> baselines, Estimate current, Statistic statistic) {
    int k = baselines.size();
    double[] values = baselines.stream().mapToDouble(Estimate::value).toArray();
    double within = current.variance();
    double squares = within * within / current.degreesOfFreedom();
    Rounds rounds = current.rounds();
    Resolution resolution = current.resolution();
    for (Estimate one : baselines) {
      double variance = one.variance() / k / k;
      within += variance;
      squares += variance * variance / one.degreesOfFreedom();
      rounds = rounds.minus(one.rounds(), 1.0 / k);
      resolution = resolution.and(one.resolution());
    }
    double between = 0;
    if (k > 1) {
      double[] variances = baselines.stream().mapToDouble(Estimate::variance).toArray();
      double prior = ChangeUnit.isRelative(statistic) ? PRIOR_FREEDOM : 0;
      double freedom = prior + k - 1;
      double tau =
          (prior * PRIOR * PRIOR + (k - 1) * RandomEffects.variance(values, variances)) / freedom;
      between = tau * (1 + 1.0 / k);
      squares += between * between / freedom;
    }
    double all = within + between;
    double mean = Arrays.stream(values).average().orElseThrow();
    return new Difference(
        mean,
        current.value(),
        within,
        between,
        squares == 0 ? current.degreesOfFreedom() : all * all / squares,
        share(baselines, current)
            .map(share -> statistic == Simple.THROUGHPUT ? share.swapped() : share),
        rounds,
        Rounds.of(values, mean, 1),
        resolution);
  }

  private static Optional<Share> share(List<Estimate> baselines, Estimate current) {
    return current.share().isEmpty() || baselines.stream().anyMatch(one -> one.share().isEmpty())
        ? Optional.empty()
        : Optional.of(
            new Share(
                baselines.stream().mapToDouble(e -> e.share().orElseThrow()).average().orElse(0),
                current.share().getAsDouble()));
  }

  double change() {
    return current - baseline;
  }

  double error() {
    return Math.sqrt(within + between);
  }
}
