package dev.onrush.internal.baseline;

import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.units.Percentile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The outcomes of many comparisons of simulated runs, of which the last may have one slower
 * request.
 *
 * @param noChange comparisons that reported no change
 * @param found comparisons that reported a regression of the request that may be slower
 * @param foundInP95 comparisons that reported a regression of its p95
 * @param broken comparisons in which {@code p95 of Search worse than baseline <= 5 %} broke
 * @param unknown comparisons in which it had no data
 * @param alarms all reported changes by what changed
 * @param alarmed comparisons that reported a change of each statistic, for any requests
 */
public record Calibration(
    int pairs,
    int noChange,
    int found,
    int foundInP95,
    int broken,
    int unknown,
    Map<String, Integer> alarms,
    Map<Statistic, Integer> alarmed) {

  private static final Scope SEARCH = Scope.ALL.of(new Request(SimulatedRun.SLOW));
  private static final Statistic P95 = new AtPercentile(Percentile.P95);

  /** The tolerance of a threshold that names none, in percent. */
  private static final double TOLERANCE = 5;

  /** A comparison, and the answer for the threshold. */
  private record Pair(RunComparison comparison, BaselineCheck.Answer answer) {

    boolean isBroken() {
      return answer == BaselineCheck.Answer.WORSE;
    }

    boolean isUnknown() {
      return switch (answer) {
        case TOO_SHORT, TOO_WIDE, FAR_WORSE -> true;
        case WORSE, NOT_WORSE, UNSURE -> false;
      };
    }

    boolean hasNoChange() {
      Finding finding = comparison.finding();
      return finding == Finding.NO_CHANGE || finding == Finding.INCONCLUSIVE;
    }

    boolean hasRegression(Predicate<Change> of) {
      return comparison.regressions().stream().anyMatch(of);
    }
  }

  /** Compares this number of pairs of a last run and its baseline runs. */
  public static Calibration of(
      SimulatedRun service, int baselines, double slower, int pairs, long seed) {
    List<Pair> all =
        IntStream.range(0, pairs)
            .parallel()
            .mapToObj(pair -> pair(service, baselines, slower, seed + 1000L * pair))
            .toList();
    Map<String, Integer> alarms = new TreeMap<>();
    Map<Statistic, Integer> alarmed = new LinkedHashMap<>();
    for (Pair pair : all) {
      RunComparison of = pair.comparison;
      of.regressions().forEach(c -> alarms.merge("worse " + c.name(), 1, Integer::sum));
      of.improvements().forEach(c -> alarms.merge("better " + c.name(), 1, Integer::sum));
      for (Statistic statistic : RunComparison.STATISTICS) {
        boolean any =
            Stream.concat(of.regressions().stream(), of.improvements().stream())
                .anyMatch(c -> c.statistic().equals(statistic));
        alarmed.merge(statistic, any ? 1 : 0, Integer::sum);
      }
    }
    return new Calibration(
        pairs,
        count(all, Pair::hasNoChange),
        count(all, p -> p.hasRegression(c -> c.scope().subject().equals(SEARCH.subject()))),
        count(all, p -> p.hasRegression(c -> c.name().equals("p95 of " + SimulatedRun.SLOW))),
        count(all, Pair::isBroken),
        count(all, Pair::isUnknown),
        alarms,
        alarmed);
  }

  private static int count(List<Pair> all, Predicate<Pair> which) {
    return (int) all.stream().filter(which).count();
  }

  private static Pair pair(SimulatedRun service, int baselines, double slower, long seed) {
    List<RunBlocks> earlier = new ArrayList<>();
    for (int run = 0; run < baselines; run++) {
      earlier.add(service.run(seed + run + 1, 1));
    }
    RunBlocks last = service.run(seed, slower);
    BaselineCheck check = BaselineCheck.of(earlier, last, SEARCH, P95, TOLERANCE);
    return new Pair(RunComparison.of(earlier, last), check.answer());
  }
}
