package dev.onrush.bench;

import dev.onrush.bench.DuetAnswers.Compared;
import dev.onrush.internal.baseline.Finding;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.duet.SimulatedDuet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures how often a duet says "slower" or "faster" of equal services although it is examined at
 * each second, how many real differences it finds, and after how long. For comparison, two runs one
 * after the other are compared by the baseline's method. The table covers real duets, and ten times
 * as many simulated ones.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Duets -Dbench.rounds=100}; {@code
 * -Dbench.seconds=30} is the length of a real run. {@code -Dbench.variants=real} or {@code
 * simulated} leaves out the other kind; for simulated ones, {@code mean} leaves out all but those
 * that compare a single mean; for real ones, {@code quiet} leaves out the hog, {@code equal} all
 * but equal versions, and {@code duets} the runs one after the other.
 */
final class Duets {

  private static final int SEQUENTIAL = 200;

  private Duets() {}

  public static void main(String[] args) {
    int rounds = Integer.getInteger("bench.rounds", 100);
    Duration length = Duration.ofSeconds(Integer.getInteger("bench.seconds", 30));
    Set<String> variants = Set.of(System.getProperty("bench.variants", "").split(","));
    List<String> rows = new ArrayList<>();
    if (!variants.contains("simulated")) {
      rows.addAll(RealDuets.rows(rounds, length, variants));
    }
    if (!variants.contains("real")) {
      rows.addAll(variants.contains("mean") ? List.of() : simulated(10 * rounds));
      rows.addAll(meansAlone(10 * rounds));
    }
    System.out.println(DuetAnswers.HEADER);
    rows.forEach(System.out::println);
    System.exit(0); // Gatling leaves threads behind
  }

  private static List<String> simulated(int rounds) {
    Map<String, SimulatedDuet> services = new LinkedHashMap<>();
    SimulatedDuet quiet = SimulatedDuet.QUIET;
    services.put("quiet", quiet);
    services.put("common drift of 15 %", quiet.drift(0.15, 0.01, 0.6));
    services.put("each drifts by 5 %", quiet.drift(0.03, 0.05, 0.6));
    services.put("each drifts by 5 %, slowly", quiet.drift(0.03, 0.05, 0.9));
    services.put("a hog that comes and goes", quiet.hog(0.8));
    services.put("a trend of 30 %", quiet.trend(0.3));
    services.put("stalls and pauses", quiet.bursts(2, 6));
    services.put("all of it", SimulatedDuet.BUSY);
    services.put("quiet, 30 s", quiet.of(30, 400));
    services.put("quiet, 10 min of 20/s", quiet.of(600, 20));
    List<String> rows = new ArrayList<>();
    services.forEach(
        (name, service) -> {
          for (double slower : new double[] {1, 1.05, 1.1}) {
            int n = slower == 1 ? rounds : Math.max(1, rounds / 5);
            rows.add(row("simulated, " + name, service, slower, n));
          }
        });
    return rows;
  }

  /**
   * Returns rows of duets of equal versions that compare a single mean. The versions differ for
   * some time, the longer the memory is, and no interval contains the true change then.
   */
  private static List<String> meansAlone(int rounds) {
    List<String> rows = new ArrayList<>();
    for (double memory : new double[] {0.6, 0.9, 0.97}) {
      String name = "simulated, one mean, each drifts by 5 % with a memory of " + memory;
      List<DuetAnswers> duets =
          duets(SimulatedDuet.QUIET.drift(0.03, 0.05, memory), 1, rounds, Compared.ONE_MEAN);
      rows.add(DuetAnswers.row(name, 1, duets, "", ""));
    }
    return rows;
  }

  private static List<DuetAnswers> duets(
      SimulatedDuet service, double slower, int rounds, Compared compared) {
    return IntStream.range(0, rounds)
        .parallel()
        .mapToObj(
            i ->
                DuetAnswers.of(
                    service.blocks(), service.duet(1_000_003L * i + 17, slower), slower, compared))
        .toList();
  }

  private static String row(String name, SimulatedDuet service, double slower, int rounds) {
    List<DuetAnswers> duets = duets(service, slower, rounds, Compared.ALL);
    int pairs = Math.min(rounds, SEQUENTIAL);
    long sequential =
        IntStream.range(0, pairs)
            .parallel()
            .filter(i -> isWorseOneAfterTheOther(service, 7_000_003L * i + 17, slower))
            .count();
    return DuetAnswers.row(name, slower, duets, "", sequential + " of " + pairs);
  }

  /** Returns whether the second of two runs is judged worse than the first, at its end. */
  private static boolean isWorseOneAfterTheOther(SimulatedDuet service, long seed, double slower) {
    RunComparison comparison =
        RunComparison.of(
            List.of(RunBlocks.of(service.phases(), service.alone(seed, 1))),
            RunBlocks.of(service.phases(), service.alone(seed + 1, slower)));
    return comparison.finding() == Finding.REGRESSION;
  }
}
