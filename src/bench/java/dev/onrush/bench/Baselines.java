package dev.onrush.bench;

import dev.onrush.internal.baseline.Calibration;
import dev.onrush.internal.baseline.SimulatedRun;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures how often the comparison with a baseline reports a change of equal runs, and how often
 * it finds a request that became slower. A second table is for a threshold on p95 of one request:
 * how often its figure is unknown, and how often it is kept. The runs are simulated: five requests,
 * 60 a second in total. Services differ in their memory, the correlation of their level from second
 * to second: a memory of 0.9 lasts for about 10 s. With two modes, 5 % of the requests take ten
 * times as long, so p95 is between fast and slow ones.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Baselines}; the number of pairs of each
 * kind is 200 for each of {@code -Dbench.rounds=2}, and a quarter of it for slower requests.
 */
final class Baselines {

  private static final int PAIRS_A_ROUND = 200;
  private static final long SEED = 1;

  private Baselines() {}

  public static void main(String[] args) {
    System.out.println(
        "| service | run | baseline runs | equal: a change"
            + " | p50, p95, p99, mean, error rate, throughput"
            + " | slower by | found | by p95 | threshold broke |"
            + "\n|---|--:|--:|--:|---|--:|--:|--:|--:|");
    SimulatedRun usual = SimulatedRun.REALISTIC.betweenRuns(0, false);
    row("independent seconds", usual.drift(0, 0), 1, 1.1);
    row("usual: a memory of 0.6", usual, 1, 1.1);
    row("two modes", usual.slow(0.05), 1, 1.1);
    row("a memory of 0.8", usual.drift(0.03, 0.8), 1, 1.1);
    row("a memory of 0.9", usual.drift(0.03, 0.9), 1, 1.1);
    row("a memory of 0.95", usual.drift(0.03, 0.95), 1, 1.1);
    row(
        "a memory of 0.9, with 5 % errors that follow",
        usual.drift(0.03, 0.9).failures(0.05).failuresFollow(20), 1, 1.1);
    row("usual", usual.seconds(30), 1, 1.2);
    row("a memory of 0.9", usual.drift(0.03, 0.9).seconds(30), 1, 1.2);
    row("usual", usual.seconds(600), 1, 1.1);
    row("a memory of 0.97", usual.drift(0.03, 0.97).seconds(600), 1, 1.1);
    row("a memory of 0.99", usual.drift(0.03, 0.99).seconds(600), 1, 1.1);
    row("runs differ by 2 %", usual.betweenRuns(0.02, false), 3, 1.2);
    System.out.println(
        "\n| service | run | equal: no data, kept | 1.6 times as slow: no data, kept |"
            + "\n|---|--:|--:|--:|");
    judged("usual", usual);
    judged("usual", usual.seconds(30));
    judged("usual, a third of the load", usual.perSecond(20));
    judged("a stall every 15 s", usual.stalls(4));
    judged("a memory of 0.9, deviation of 30 %", usual.drift(0.3, 0.9));
    judged("two modes", usual.slow(0.05));
  }

  /** Prints how often the threshold has no data, and how often it is kept. */
  private static void judged(String name, SimulatedRun service) {
    int pairs = PAIRS_A_ROUND / 10 * Integer.getInteger("bench.rounds", 2);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d s | %s | %s |%n",
        name,
        service.seconds(),
        judged(Calibration.of(service, 1, 1, pairs, SEED)),
        judged(Calibration.of(service, 1, 1.6, pairs, SEED)));
  }

  private static String judged(Calibration of) {
    return of.unknown() + ", " + new Proportion(kept(of), of.pairs()).counted();
  }

  private static int kept(Calibration of) {
    return of.pairs() - of.unknown() - of.broken();
  }

  private static void row(String name, SimulatedRun service, int baselines, double slower) {
    int pairs = PAIRS_A_ROUND * Integer.getInteger("bench.rounds", 2);
    Calibration equal = Calibration.of(service, baselines, 1, pairs, SEED);
    int changed = pairs / 4;
    Calibration slow = Calibration.of(service, baselines, slower, changed, SEED);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d s | %d | %s | %s | %.0f %% | %s | %s | %.1f %%, %.0f %% |%n",
        name,
        service.seconds(),
        baselines,
        new Proportion(pairs - equal.noChange(), pairs).percent(),
        equal.alarmed().values().stream().map(String::valueOf).collect(Collectors.joining(", ")),
        100 * (slower - 1),
        new Proportion(slow.found(), changed).counted(),
        new Proportion(slow.foundInP95(), changed).counted(),
        100.0 * equal.broken() / pairs,
        100.0 * slow.broken() / changed);
  }
}
