package dev.onrush.bench;

import dev.onrush.internal.baseline.Finding;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.duet.Answer;
import dev.onrush.internal.duet.PairedBlocks;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How often a duet says "slower" or "faster" of equal services although each second was looked at,
 * how many real differences it finds and after how long; and what two runs one after the other say
 * of the same, compared by the baseline's method.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Duets}; replays with {@code
 * -Dbench.rounds=1000}.
 */
final class Duets {

  private static final List<Statistic> ASKED =
      List.of(new AtPercentile(new Percentile(95)), Simple.ERROR_RATE);
  private static final List<String> REQUESTS = List.of("Search", "Pay");
  private static final double MARGIN = 5;

  private Duets() {}

  /** One replay: when it first said so, in seconds; 0 for never. */
  private record Replay(int worse, int better, int decided, double change, boolean covered) {}

  public static void main(String[] args) {
    int rounds = Integer.getInteger("bench.rounds", 1000);
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
    System.out.println(
        "| service | B slower by | said slower | said faster | all decided | median time until"
            + " slower | until decided | change at the first certain answer | interval holds"
            + " | runs one after the other |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    services.forEach(
        (name, service) -> {
          for (double slower : new double[] {1, 1.05, 1.1}) {
            int n = slower == 1 ? rounds : Math.max(1, rounds / 5);
            System.out.println(row(name, service, slower, n));
          }
        });
  }

  private static String row(String name, SimulatedDuet service, double slower, int rounds) {
    List<Replay> replays =
        IntStream.range(0, rounds)
            .parallel()
            .mapToObj(i -> replay(service, 1_000_003L * i + 17, slower))
            .toList();
    long sequential =
        IntStream.range(0, Math.min(rounds, 200))
            .parallel()
            .filter(i -> isWorseOneAfterTheOther(service, 7_000_003L * i + 17, slower))
            .count();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f %% | %s | %s | %s | %s | %s | %s | %s | %d of %d |",
        name,
        100 * (slower - 1),
        count(replays.stream().mapToInt(Replay::worse)),
        count(replays.stream().mapToInt(Replay::better)),
        count(replays.stream().mapToInt(Replay::decided)),
        median(replays.stream().mapToDouble(Replay::worse)),
        median(replays.stream().mapToDouble(Replay::decided)),
        median(replays.stream().mapToDouble(Replay::change)),
        replays.stream().filter(Replay::covered).count(),
        sequential,
        Math.min(rounds, 200));
  }

  private static String count(IntStream of) {
    int[] all = of.toArray();
    return Arrays.stream(all).filter(at -> at > 0).count() + " of " + all.length;
  }

  private static String median(java.util.stream.DoubleStream of) {
    double[] said = of.filter(at -> at != 0).sorted().toArray();
    return said.length == 0 ? "" : String.format(Locale.ROOT, "%.1f", said[said.length / 2]);
  }

  private static Replay replay(SimulatedDuet service, long seed, double slower) {
    PairedBlocks blocks = service.blocks();
    double miss = PairedBlocks.MISS / (ASKED.size() * REQUESTS.size());
    int worse = 0;
    int better = 0;
    int decided = 0;
    double change = 0;
    boolean covered = true;
    int second = 0;
    for (Interval interval : service.duet(seed, slower)) {
      blocks.add(interval);
      second++;
      boolean all = true;
      for (String request : REQUESTS) {
        for (Statistic statistic : ASKED) {
          var found = blocks.difference(Optional.of(request), statistic, miss).difference();
          if (found.isEmpty()) {
            all = false;
            continue;
          }
          boolean errors = statistic == Simple.ERROR_RATE;
          Answer answer = found.get().answer(errors ? 0.5 : MARGIN);
          double truth = errors ? 0 : 100 * (slower - 1);
          covered &= found.get().low() <= truth && truth <= found.get().high();
          all &= answer != Answer.UNDECIDED;
          boolean certain = found.get().worseAtLeast() > 0;
          if (certain && worse == 0) {
            worse = second;
            change = found.get().change();
          }
          better = found.get().worseAtMost() < 0 && better == 0 ? second : better;
        }
      }
      decided = all && decided == 0 ? second : decided;
    }
    return new Replay(worse, better, decided, change, covered);
  }

  /** Whether the second of two runs is said to be worse than the first, at its end. */
  private static boolean isWorseOneAfterTheOther(SimulatedDuet service, long seed, double slower) {
    RunComparison comparison =
        RunComparison.of(
            List.of(RunBlocks.of(service.phases(), service.alone(seed, 1))),
            RunBlocks.of(service.phases(), service.alone(seed + 1, slower)));
    return comparison.finding() == Finding.REGRESSION;
  }
}
