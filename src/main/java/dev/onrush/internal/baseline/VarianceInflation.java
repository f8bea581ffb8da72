package dev.onrush.internal.baseline;

import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The factors by which the variances of a run are greater than its stretches of blocks show,
 * because the service wanders slowly; 1 or more.
 *
 * @param times of percentiles and of the mean
 * @param failures of the error rate
 * @param throughput of the throughput
 */
record VarianceInflation(double times, double failures, double throughput) {

  /** The factors of a run that does not wander. */
  static final VarianceInflation NONE = new VarianceInflation(1, 1, 1);

  /** The widening of intervals from which on reports mention it. */
  static final double TOLD_FROM = 1.4;

  /**
   * Returns the factors of each run. All runs together show how slowly the service wanders, since
   * one run is hardly long enough for it.
   */
  static List<VarianceInflation> of(List<RunBlocks> runs) {
    List<double[]> times = new ArrayList<>();
    List<double[]> failures = new ArrayList<>();
    List<double[]> throughput = new ArrayList<>();
    for (RunBlocks run : runs) {
      List<Sample> requests = new ArrayList<>();
      for (String request : run.requests()) {
        requests.add(run.select((userClass, name) -> name.equals(request)));
      }
      Sample all = run.select((userClass, name) -> true);
      int from = 0;
      for (int size : run.sizes()) {
        int to = from + size;
        times.add(levels(requests, from, to));
        failures.add(all.excessFailures(from, to));
        throughput.add(all.rates(from, to));
        from = to;
      }
    }
    Wandering ofTimes = Wandering.of(times);
    Wandering ofFailures = Wandering.of(failures);
    Wandering ofThroughput = Wandering.of(throughput);
    return runs.stream()
        .map(
            run ->
                new VarianceInflation(
                    ofTimes.inflation(run.sizes()),
                    ofFailures.inflation(run.sizes()),
                    ofThroughput.inflation(run.sizes())))
        .toList();
  }

  /**
   * The level of the response times in each block: the mean rank of all responses, each among those
   * of the same request. So it does not depend on which requests happen to be in a block.
   */
  private static double[] levels(List<Sample> requests, int from, int to) {
    double[] sums = new double[to - from];
    long[] counts = new long[to - from];
    for (Sample request : requests) {
      double[] ranks = request.ranks(from, to);
      for (int b = 0; b < sums.length; b++) {
        sums[b] += ranks[b];
        counts[b] += request.responses(from + b);
      }
    }
    Arrays.setAll(sums, b -> sums[b] / Math.max(1, counts[b]));
    return sums;
  }

  /** The greatest factor by which the standard errors of response times are greater. */
  static double widening(List<VarianceInflation> ofRuns) {
    return Math.sqrt(ofRuns.stream().mapToDouble(VarianceInflation::times).max().orElse(1));
  }

  double of(Statistic statistic) {
    return statistic == Simple.ERROR_RATE
        ? failures
        : statistic == Simple.THROUGHPUT ? throughput : times;
  }
}
