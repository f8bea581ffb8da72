package dev.onrush.internal.baseline;

import dev.onrush.threshold.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Measures how often a comparison is right, over many simulated pairs of runs. */
final class Calibration {

  int pairs;
  int noChange;
  int found;
  int foundInP95;
  final Map<String, Integer> alarms = new TreeMap<>();

  static Calibration of(SimulatedRun service, int baselines, double slower, int pairs, long seed) {
    Calibration seen = new Calibration();
    IntStream.range(0, pairs)
        .parallel()
        .mapToObj(pair -> comparison(service, baselines, slower, seed + 1000L * pair))
        .toList()
        .forEach(seen::count);
    return seen;
  }

  private static RunComparison comparison(
      SimulatedRun service, int baselines, double slower, long seed) {
    List<RunBlocks> earlier = new ArrayList<>();
    for (int run = 0; run < baselines; run++) {
      earlier.add(service.run(seed + run + 1, 1));
    }
    return RunComparison.of(earlier, service.run(seed, slower));
  }

  private void count(RunComparison comparison) {
    pairs++;
    if (comparison.finding() == Finding.NO_CHANGE
        || comparison.finding() == Finding.INCONCLUSIVE) { // no change was reported
      noChange++;
    }
    List<Change> regressions = comparison.regressions();
    if (regressions.stream()
        .anyMatch(c -> c.scope().subject().equals(new Subject.Request(SimulatedRun.SLOW)))) {
      found++;
    }
    if (regressions.stream().anyMatch(c -> c.name().equals("p95 of " + SimulatedRun.SLOW))) {
      foundInP95++;
    }
    regressions.forEach(c -> alarms.merge("worse " + c.name(), 1, Integer::sum));
    comparison.improvements().forEach(c -> alarms.merge("better " + c.name(), 1, Integer::sum));
  }

  @Override
  public String toString() {
    return noChange
        + " of "
        + pairs
        + " no change; found "
        + found
        + ", in p95 "
        + foundInP95
        + " "
        + alarms;
  }

  /**
   * Runs more pairs than a test has time for: {@code PAIRS SEED SERVICE …}, with a service as
   * {@code baselines,slower,betweenRuns,one|each[,perSecond[,seconds[,sigma[,drift,memory]]]]}.
   */
  public static void main(String[] args) {
    SimulatedRun real = SimulatedRun.REALISTIC;
    int n = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    for (int a = 2; a < args.length; a++) {
      String[] of = args[a].split(",");
      int k = Integer.parseInt(of[0]);
      SimulatedRun service =
          real.betweenRuns(Double.parseDouble(of[2]), of[3].equals("one"))
              .perSecond(of.length > 4 ? Double.parseDouble(of[4]) : 60)
              .seconds(of.length > 5 ? Integer.parseInt(of[5]) : 60)
              .sigma(of.length > 6 ? Double.parseDouble(of[6]) : 0.25)
              .drift(
                  of.length > 7 ? Double.parseDouble(of[7]) : 0.03,
                  of.length > 8 ? Double.parseDouble(of[8]) : 0.6);
      System.out.println(args[a] + ": " + of(service, k, Double.parseDouble(of[1]), n, seed));
    }
  }
}
