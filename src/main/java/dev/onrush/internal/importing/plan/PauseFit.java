package dev.onrush.internal.importing.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The distribution that fits the pauses of a log: constant, uniform or exponential, whichever has
 * the smallest Kolmogorov-Smirnov distance. If no distribution is close, a sample of the log's own
 * pauses.
 *
 * @param pause the distribution
 * @param distance the distance to the pauses of the log
 */
record PauseFit(Pause pause, double distance) {

  /** The largest distance of a distribution that fits. */
  static final double FITS = 0.04;

  /**
   * The distance from its own distribution that one sample in 100 exceeds by chance, times the
   * square root of the sample size.
   */
  private static final double CHANCE = 1.63;

  /** The most pauses of the log that are kept as a sample. */
  private static final int MOST_OBSERVED = 1_000;

  private static final int QUANTILES = 2_000;

  /** A more complex distribution must be closer by more than this. */
  private static final double AS_GOOD = 0.005;

  /**
   * Fits a distribution.
   *
   * @param seconds the pauses of a log, in seconds; at least one
   */
  static PauseFit of(double[] seconds, ClockResolution clock) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    double[] shown = clock.ofLog(sorted);
    List<PauseFit> fits = new ArrayList<>();
    for (Pause candidate : candidates(sorted, clock)) {
      double distance = KolmogorovSmirnov.distance(shown, clock.measured(quantiles(candidate)));
      fits.add(new PauseFit(candidate, distance));
    }
    PauseFit best = fits.get(0);
    for (PauseFit fit : fits) {
      best = fit.distance() < best.distance() - AS_GOOD ? fit : best;
    }
    // With few pauses, even the right distribution is this far away by chance.
    if (best.distance() <= Math.max(FITS, CHANCE / Math.sqrt(sorted.length))) {
      return best;
    }
    return observed(sorted, shown, clock);
  }

  private static PauseFit observed(double[] sorted, double[] shown, ClockResolution clock) {
    long[] millis = Arrays.stream(sorted).mapToLong(s -> Math.round(1e3 * s)).toArray();
    // Means of strata would not do: they would lie between two whole seconds, where a log with
    // whole seconds has no pause.
    long[] few =
        millis.length <= MOST_OBSERVED
            ? millis
            : LongStream.range(0, MOST_OBSERVED)
                .map(i -> millis[(int) ((i + 0.5) * millis.length / MOST_OBSERVED)])
                .toArray();
    Pause pause = new Pause.Observed(Arrays.stream(few).mapToObj(Duration::ofMillis).toList());
    double[] values = Arrays.stream(few).mapToDouble(each -> each / 1e3).toArray();
    return new PauseFit(pause, KolmogorovSmirnov.distance(shown, clock.measured(values)));
  }

  private static List<Pause> candidates(double[] sorted, ClockResolution clock) {
    double mean = Arrays.stream(sorted).average().orElse(0);
    double variance = Arrays.stream(sorted).map(s -> (s - mean) * (s - mean)).average().orElse(0);
    double half = Math.sqrt(3 * Math.max(0, variance - clock.addedVariance()));
    List<Pause> candidates = new ArrayList<>();
    candidates.add(new Pause.Constant(rounded(mean)));
    addBetween(candidates, mean - half, mean + half);
    double low = quantile(sorted, 0.1);
    double high = quantile(sorted, 0.9);
    addBetween(candidates, low - (high - low) / 8, high + (high - low) / 8);
    candidates.add(new Pause.Exponential(rounded(mean)));
    return candidates;
  }

  private static void addBetween(List<Pause> candidates, double min, double max) {
    Duration from = rounded(Math.max(0, min));
    Duration to = rounded(max);
    if (from.compareTo(to) < 0) {
      candidates.add(new Pause.Between(from, to));
    }
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
  }

  private static double[] quantiles(Pause pause) {
    return pause.match(
        new Pause.Cases<>(
            constant -> new double[] {constant.time().toNanos() / 1e9},
            between -> {
              double min = between.min().toNanos() / 1e9;
              double max = between.max().toNanos() / 1e9;
              return parts().map(part -> min + part * (max - min)).toArray();
            },
            exponential -> {
              double mean = exponential.mean().toNanos() / 1e9;
              return parts().map(part -> -mean * Math.log1p(-part)).toArray();
            },
            observed ->
                observed.values().stream().mapToDouble(each -> each.toNanos() / 1e9).toArray()));
  }

  private static java.util.stream.DoubleStream parts() {
    return LongStream.range(0, QUANTILES).mapToDouble(i -> (i + 0.5) / QUANTILES);
  }

  /**
   * Rounds to three significant digits, in whole milliseconds. A think time of 4.1837 s would be
   * falsely precise.
   */
  private static Duration rounded(double seconds) {
    double millis = Math.max(0, 1e3 * seconds);
    double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(Math.max(1, millis))) - 2));
    return Duration.ofMillis(Math.round(Math.round(millis / unit) * unit));
  }
}
