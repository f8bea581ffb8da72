package dev.onrush.internal.importing.plan;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A measure of how closely a plan reproduces the log that it was made from. The traffic of the plan
 * is generated in virtual time and compared with the traffic of the log.
 *
 * @param mix the largest difference in the share of a request, in percentage points
 * @param pauses the distance between the distributions of pauses, from 0 to 1, as the log's clock
 *     measures them
 * @param rate the difference in the requests per minute
 * @param burstiness the burstiness of the plan and of the log
 * @param runs the number of runs in virtual time
 */
public record Fidelity(double mix, double pauses, PerMinute rate, Burstiness burstiness, int runs) {

  /**
   * The difference in the requests per minute.
   *
   * @param off the mean difference between plan and log, in percent of the log's mean
   * @param chance the mean difference between one run of the plan and the mean of its runs, in
   *     percent of the log's mean
   */
  public record PerMinute(double off, double chance) {}

  /**
   * The variance of the requests per second divided by their mean, within a minute; 1 if they are
   * independent of each other.
   *
   * @param plan the ratio in runs of the plan
   * @param log the ratio in the log
   */
  public record Burstiness(double plan, double log) {}

  /** The total number of requests from which on the differences are no longer chance. */
  private static final long ENOUGH = 4_000_000;

  private static final int MOST_RUNS = 200;

  /**
   * The limit of the virtual time of all runs, in seconds: a log of months takes seconds to
   * compare, not minutes.
   */
  private static final double MOST_SECONDS = 5e7;

  /** The number of runs from which chance can be estimated. */
  private static final int FEWEST_RUNS = 5;

  private static final int MINUTE = 60;

  /**
   * Compares a plan with its log.
   *
   * @param seed the seed of the runs
   */
  public static Fidelity of(ImportedPlan plan, Observed observed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] mix = new double[observed.mix().length];
    Minutes minutes = new Minutes(observed);
    double dispersion = 0;
    double pauses = 0;
    long requests = 0;
    int runs = 0;
    double most = Math.min(MOST_RUNS, MOST_SECONDS / observed.seconds());
    while (runs < FEWEST_RUNS || (runs < most && requests < ENOUGH)) {
      VirtualTraffic run = VirtualTraffic.of(plan, observed.seconds(), random);
      long[] byRequest = run.byRequest();
      Arrays.setAll(mix, i -> mix[i] + byRequest[i]);
      minutes.add(run);
      dispersion += dispersion(run.seconds(), run::inSecond);
      if (runs == 0) {
        pauses =
            KolmogorovSmirnov.distance(observed.gaps(), observed.clock().measured(run.pauses()));
      }
      requests += Math.max(1, run.requests());
      runs++;
    }
    return new Fidelity(
        100 * farthest(mix, observed.mix()),
        pauses,
        minutes.compared(runs),
        new Burstiness(
            dispersion / runs, dispersion(observed.secondsOfLog(), observed::inSecondOfLog)),
        runs);
  }

  private static double farthest(double[] counts, double[] shares) {
    double sum = Math.max(1, Arrays.stream(counts).sum());
    double farthest = 0;
    for (int i = 0; i < counts.length; i++) {
      farthest = Math.max(farthest, Math.abs(counts[i] / sum - shares[i]));
    }
    return farthest;
  }

  /**
   * The requests in each whole minute. An incomplete last minute is left out, unless it is the only
   * one.
   */
  private static final class Minutes {
    private final double[] sums;
    private final double[] squares;
    private final double[] logged;
    private final int seconds;
    private final int width;

    Minutes(Observed observed) {
      seconds = (int) Math.ceil(observed.seconds());
      width = Math.min(MINUTE, seconds);
      sums = new double[seconds / width];
      squares = new double[sums.length];
      logged = new double[sums.length];
      for (int i = 0; i < logged.length; i++) {
        logged[i] = observed.requests((double) i * width, (double) (i + 1) * width);
      }
    }

    void add(VirtualTraffic run) {
      for (int i = 0; i < sums.length; i++) {
        double count = IntStream.range(i * width, (i + 1) * width).mapToDouble(run::inSecond).sum();
        sums[i] += count;
        squares[i] += count * count;
      }
    }

    /**
     * Compares the minutes. In a normal distribution, the mean difference from the mean is √(2/π)
     * standard deviations.
     */
    PerMinute compared(int runs) {
      double off = 0;
      double chance = 0;
      for (int i = 0; i < sums.length; i++) {
        double mean = sums[i] / runs;
        off += Math.abs(mean - logged[i]);
        chance += Math.sqrt(2 / Math.PI * Math.max(0, squares[i] / runs - mean * mean));
      }
      double all = Math.max(1, Arrays.stream(logged).sum());
      return new PerMinute(100 * off / all, 100 * chance / all);
    }
  }

  private static double dispersion(int seconds, IntToDoubleFunction inSecond) {
    double sum = 0;
    int minutes = 0;
    for (int from = 0; from == 0 || from + MINUTE <= seconds; from += MINUTE) {
      double[] minute =
          IntStream.range(from, Math.min(seconds, from + MINUTE)).mapToDouble(inSecond).toArray();
      double mean = Arrays.stream(minute).average().orElse(0);
      if (mean > 0 && minute.length > 1) {
        double squares = Arrays.stream(minute).map(each -> (each - mean) * (each - mean)).sum();
        sum += squares / (minute.length - 1) / mean;
        minutes++;
      }
    }
    return minutes == 0 ? 0 : sum / minutes;
  }
}
