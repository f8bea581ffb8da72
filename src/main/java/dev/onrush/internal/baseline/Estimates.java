package dev.onrush.internal.baseline;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of some requests in one run. */
final class Estimates {

  private static final int LEAST_REQUESTS = 50;
  private static final int LEAST_BEYOND = 10;

  private final Map<Statistic, Estimate> found = new LinkedHashMap<>();
  private final Map<Statistic, String> missing = new LinkedHashMap<>();

  Estimates(Sample sample, Resampling resampling, List<Statistic> statistics) {
    for (Statistic statistic : statistics) {
      tooShort(sample, resampling, statistic).ifPresent(why -> missing.put(statistic, why));
    }
    List<Statistic> known = statistics.stream().filter(s -> !missing.containsKey(s)).toList();
    if (known.isEmpty()) {
      return;
    }
    double[] whole = sample.whole(known);
    double[][] rounds = new double[known.size()][resampling.weights.length];
    for (int round = 0; round < resampling.weights.length; round++) {
      double[] figures = sample.weighted(resampling.weights[round], known);
      for (int s = 0; s < figures.length; s++) {
        rounds[s][round] = Double.isNaN(figures[s]) ? whole[s] : figures[s];
      }
    }
    for (int s = 0; s < whole.length; s++) {
      Rounds off = Rounds.of(rounds[s], resampling.correction);
      found.put(
          known.get(s),
          new Estimate(
              whole[s],
              atLeast(off.variance(), known.get(s), whole[s], sample),
              resampling.degreesOfFreedom,
              off,
              sample.resolution(known.get(s))));
    }
  }

  Optional<Estimate> of(Statistic statistic) {
    return Optional.ofNullable(found.get(statistic));
  }

  /** Why there is no estimate; empty if there is one. */
  Optional<String> whyNot(Statistic statistic) {
    return Optional.ofNullable(missing.get(statistic));
  }

  private static Optional<String> tooShort(
      Sample sample, Resampling resampling, Statistic statistic) {
    if (sample.requests() == 0) {
      return Optional.of("no request in steady time");
    }
    if (!resampling.enough || sample.occupied() < Resampling.LEAST_BLOCKS) {
      return Optional.of(
          sample.occupied()
              + " blocks of time at a held level; "
              + Resampling.LEAST_BLOCKS
              + " are needed");
    }
    long needed = LEAST_REQUESTS;
    if (statistic instanceof AtPercentile time) {
      double beyond = 1 - time.percentile().value() / 100;
      needed = Math.max(needed, (long) Math.ceil(LEAST_BEYOND / beyond - 1e-6));
    }
    boolean timed = statistic instanceof AtPercentile || statistic == Simple.MEAN;
    long requests = timed ? sample.responses() : sample.requests();
    return requests >= needed
        ? Optional.empty()
        : Optional.of(
            Quantity.count(requests, "request") + "; " + Quantity.count(needed) + " are needed");
  }

  /**
   * Never less than what is known without looking at blocks: a run without failures, or one whose
   * times all read 3 ms, is not sure to the last digit.
   */
  private static double atLeast(double variance, Statistic statistic, double value, Sample sample) {
    if (statistic instanceof AtPercentile) {
      double step = sample.resolution(statistic).step() / Math.exp(value);
      return variance + step * step / 12; // of a uniform distribution over one step of the clock
    }
    if (statistic == Simple.ERROR_RATE) {
      double n = (double) sample.attempts();
      double share = (sample.failures() + 0.5) / (n + 1);
      return Math.max(variance, 1e4 * share * (1 - share) / n);
    }
    return variance;
  }
}
