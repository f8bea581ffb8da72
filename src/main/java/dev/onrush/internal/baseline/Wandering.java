package dev.onrush.internal.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How slowly a service wanders, as far as its runs show it: the probabilities of {@link NoisyLevel}
 * with several memories and shares. Stretches of blocks show too little of the variance of a
 * service that wanders for longer than they last.
 *
 * <p>A block length chosen from the data (D. N. Politis, H. White, "Automatic Block-Length
 * Selection for the Dependent Bootstrap", Econometric Reviews 23, 2004) does not help: in 60
 * blocks, noise hides the autocorrelation from its test of significance, and the three or four long
 * stretches that it would choose have too few degrees of freedom. So the factor that is missing is
 * estimated instead, from the likelihood of the squares of a {@link CosineTransform}: P. Whittle,
 * "Estimation and Information in Stationary Time Series", Arkiv för Matematik 2, 1953.
 */
final class Wandering {

  private static final double[] MEMORIES = {
    0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99
  };
  private static final int SHARES = 10;

  /** The greatest memory that is usual. The stretches are long enough for it. */
  private static final double USUAL = 0.6;

  /**
   * The probability, before any data, that the memory is usual. The rest is for longer memories, in
   * proportion to {@code 1 - memory}. With less, comparisons of usual services find fewer changes;
   * with more, those of wandering services report more that are none.
   */
  private static final double IS_USUAL = 0.8;

  /**
   * The factor that 60 blocks lack if the memory is 0.6 and its share one half. The miss of a
   * comparison is below 5 % because of it.
   */
  private static final double USUAL_INFLATION = 1.3;

  /** A kind of series, and its probability. */
  private record Weighted(NoisyLevel level, double probability) {}

  private final List<Weighted> levels;

  private Wandering(List<Weighted> levels) {
    this.levels = levels;
  }

  /**
   * Returns what some series show.
   *
   * @param series the blocks of each phase of each run. Only their ranks are used, so that a
   *     standstill in one block does not outweigh all others.
   */
  static Wandering of(List<double[]> series) {
    Map<Integer, CosineTransform> transforms = new HashMap<>();
    Map<CosineTransform, List<double[]>> observed = new LinkedHashMap<>();
    for (double[] one : series) {
      CosineTransform transform = transforms.computeIfAbsent(one.length, CosineTransform::new);
      observed
          .computeIfAbsent(transform, t -> new ArrayList<>())
          .add(transform.squares(ranks(one)));
    }
    List<Weighted> likelihoods = new ArrayList<>();
    for (double memory : MEMORIES) {
      for (int share = 1; share <= SHARES; share++) {
        NoisyLevel level = new NoisyLevel(memory, (double) share / SHARES);
        double sum = Math.log(prior(memory) / SHARES);
        for (Map.Entry<CosineTransform, List<double[]>> of : observed.entrySet()) {
          double[] expected = of.getKey().squares(level);
          for (double[] squares : of.getValue()) {
            sum += logLikelihood(squares, expected);
          }
        }
        likelihoods.add(new Weighted(level, sum));
      }
    }
    double most = likelihoods.stream().mapToDouble(Weighted::probability).max().orElse(0);
    double all = likelihoods.stream().mapToDouble(w -> Math.exp(w.probability - most)).sum();
    return new Wandering(
        likelihoods.stream()
            .map(w -> new Weighted(w.level, Math.exp(w.probability - most) / all))
            .toList());
  }

  private static double prior(double memory) {
    if (memory <= USUAL) {
      return IS_USUAL / Arrays.stream(MEMORIES).filter(m -> m <= USUAL).count();
    }
    double all = Arrays.stream(MEMORIES).filter(m -> m > USUAL).map(m -> 1 - m).sum();
    return (1 - IS_USUAL) * (1 - memory) / all;
  }

  /** The likelihood of squares of normal values with unknown scale. */
  private static double logLikelihood(double[] observed, double[] expected) {
    double logarithms = 0;
    double sum = 0;
    for (int j = 0; j < observed.length; j++) {
      logarithms += Math.log(expected[j]);
      sum += observed[j] / expected[j];
    }
    return sum == 0 ? 0 : -0.5 * (logarithms + observed.length * Math.log(sum));
  }

  /**
   * Returns the factor by which the variance is greater than stretches of blocks show; 1 or more.
   *
   * @param sizes the number of blocks in each phase
   */
  double inflation(int[] sizes) {
    double factor = 0;
    for (Weighted weighted : levels) {
      double actual = 0;
      double shown = 0;
      int blocks = 0;
      int stretches = 0;
      for (int n : sizes) {
        int stretch = Resampling.stretch(n);
        if (stretch < n) {
          actual += n * (double) n * weighted.level.varianceOfMean(n);
          shown += n * (double) n * weighted.level.varianceOfStretches(n, stretch);
          blocks += n;
          stretches += stretch;
        }
      }
      if (blocks == 0) {
        return 1;
      }
      double corrected = shown * blocks / (blocks - stretches);
      factor += weighted.probability * actual / corrected;
    }
    return Math.max(1, factor / USUAL_INFLATION);
  }

  /** The number of smaller values minus the number of greater ones: a rank around 0. */
  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (double other : values) {
        ranks[i] += Math.signum(values[i] - other);
      }
    }
    return ranks;
  }
}
