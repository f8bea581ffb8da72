package dev.onrush.internal.baseline;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The estimated statistics of selected requests in one run. */
final class Estimates {

  private static final int LEAST_REQUESTS = 50;
  private static final int LEAST_BEYOND = 10;

  /**
   * The shortest hold with enough blocks, in seconds. One second is for settling, and one is lost
   * if no interval begins exactly when the level does.
   */
  private static final int HELD_FOR = Resampling.LEAST_IN_A_PHASE + 2;

  private final Map<Statistic, Estimate> found = new LinkedHashMap<>();
  private final Map<Statistic, Lack> missing = new LinkedHashMap<>();
  private final double seconds;

  /**
   * The reason why there is no estimate.
   *
   * @param seconds how many seconds of steady time would be enough, if each block is one second and
   *     the rest of the run is like the part that was seen; infinite if nothing was seen
   */
  private record Lack(String reason, double seconds) {}

  /**
   * Estimates statistics.
   *
   * @param inflation how much greater their variances are than the rounds show
   */
  Estimates(
      Sample sample,
      Resampling resampling,
      VarianceInflation inflation,
      List<Statistic> statistics) {
    seconds = sample.length();
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
      Rounds off =
          Rounds.of(rounds[s], whole[s], resampling.correction * inflation.of(known.get(s)));
      found.put(
          known.get(s),
          new Estimate(
              whole[s],
              sample.share(known.get(s), whole[s]),
              atLeast(off.variance(), known.get(s), whole[s], sample),
              resampling.degreesOfFreedom,
              off,
              sample.resolution(known.get(s))));
    }
  }

  Optional<Estimate> of(Statistic statistic) {
    return Optional.ofNullable(found.get(statistic));
  }

  /** The reason why there is no estimate; empty if there is one. */
  Optional<String> whyNot(Statistic statistic) {
    return Optional.ofNullable(missing.get(statistic)).map(Lack::reason);
  }

  /** Whether there might be an estimate if {@code more} of the run's time could be examined. */
  boolean isEnoughWith(Duration more, Statistic statistic) {
    return Optional.ofNullable(missing.get(statistic))
        .map(lack -> seconds + more.toNanos() / 1e9 >= lack.seconds)
        .orElse(true);
  }

  /** Whether there might be an estimate if the run were longer. */
  boolean isEnoughInALongerRun(Statistic statistic) {
    return Optional.ofNullable(missing.get(statistic))
        .map(lack -> Double.isFinite(lack.seconds))
        .orElse(true);
  }

  /** The greatest share of requests that may be answered after the time that is compared. */
  private static final double MOST_LATE = 0.1;

  private static Optional<Lack> tooShort(
      Sample sample, Resampling resampling, Statistic statistic) {
    long all = sample.requests() + sample.late();
    if (statistic != Simple.THROUGHPUT && sample.late() > MOST_LATE * all) {
      return Optional.of(
          new Lack(
              Quantity.count(sample.late())
                  + " of "
                  + Quantity.count(all, "request")
                  + " that were answered only after the held level; at most a tenth may be",
              Double.POSITIVE_INFINITY));
    }
    if (sample.requests() == 0) {
      return Optional.of(
          new Lack("no request in steady time", sample.size() == 0 ? 0 : Double.POSITIVE_INFINITY));
    }
    if (sample.occupied() < Resampling.LEAST_BLOCKS) {
      return Optional.of(
          new Lack(
              Quantity.count(sample.occupied(), "block")
                  + " of time at a held level; "
                  + Resampling.LEAST_BLOCKS
                  + " are needed",
              sample.size() < Resampling.LEAST_BLOCKS
                  ? Resampling.LEAST_BLOCKS
                  : sample.length() * Resampling.LEAST_BLOCKS / sample.occupied()));
    }
    if (!resampling.enough) {
      return Optional.of(
          new Lack(
              Quantity.count(sample.size(), "block")
                  + " of time in "
                  + Quantity.count(resampling.phases, "level")
                  + ", too few in each; levels that are held for "
                  + HELD_FOR
                  + " s or longer have enough",
              Resampling.LEAST_IN_A_PHASE * resampling.phases));
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
            new Lack(
                Quantity.count(requests, "request") + "; " + Quantity.count(needed) + " are needed",
                requests == 0 ? Double.POSITIVE_INFINITY : sample.length() * needed / requests));
  }

  /**
   * Returns the variance, but no less than is known without the blocks: the figure of a run without
   * failures, or of a run whose times are all recorded as 3 ms, is not certain to the last digit.
   */
  private static double atLeast(double variance, Statistic statistic, double value, Sample sample) {
    if (statistic instanceof AtPercentile) {
      double step = sample.resolution(statistic).step() / Math.exp(value);
      return variance + step * step / 12; // of a uniform distribution over one step of the clock
    }
    if (statistic == Simple.ERROR_RATE) {
      double n = (double) sample.answerable();
      double share = (sample.failures() + 0.5) / (n + 1);
      return Math.max(variance, 1e4 * share * (1 - share) / n);
    }
    return variance;
  }
}
