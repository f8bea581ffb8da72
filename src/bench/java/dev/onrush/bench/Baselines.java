package dev.onrush.bench;

import dev.onrush.internal.baseline.Calibration;
import dev.onrush.internal.baseline.SimulatedRun;
import java.util.Locale;

/**
 * Measures how often the comparison with a baseline reports a change of equal runs, and how often
 * it finds a request that became slower. The runs are simulated: five requests, 60 a second in
 * total, for 60 s. With two modes, 5 % of the requests take ten times as long, so p95 is between
 * fast and slow ones.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Baselines}; the number of pairs of each
 * kind is 200 for each of {@code -Dbench.rounds=5}, and a fifth of it for slower requests.
 */
final class Baselines {

  private static final int PAIRS_A_ROUND = 200;
  private static final long SEED = 1;

  private Baselines() {}

  public static void main(String[] args) {
    int pairs = PAIRS_A_ROUND * Integer.getInteger("bench.rounds", 5);
    SimulatedRun quiet = SimulatedRun.REALISTIC.betweenRuns(0, false);
    System.out.println(
        "| service | baseline runs | slower by | no change reported | the slower request reported |"
            + " by p95 | its threshold on p95 broke |\n|---|--:|--:|--:|--:|--:|--:|");
    rows("one mode", quiet, 1, 1.1, pairs);
    rows("two modes", quiet.slow(0.05), 1, 1.1, pairs);
    rows("the level wanders slowly", quiet.drift(0.03, 0.9), 1, 1.1, pairs);
    rows("runs differ by 2 %", quiet.betweenRuns(0.02, false), 3, 1.2, pairs);
  }

  private static void rows(
      String name, SimulatedRun service, int baselines, double slower, int pairs) {
    row(name, service, baselines, 1, pairs);
    row(name, service, baselines, slower, pairs / 5);
  }

  private static void row(
      String name, SimulatedRun service, int baselines, double slower, int pairs) {
    Calibration seen = Calibration.of(service, baselines, slower, pairs, SEED);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f %% | %s | %s | %s | %s |%n",
        name,
        baselines,
        100 * (slower - 1),
        new Proportion(seen.noChange(), pairs).text(),
        new Proportion(seen.found(), pairs).text(),
        new Proportion(seen.foundInP95(), pairs).text(),
        new Proportion(seen.broken(), pairs).text());
  }
}
