package dev.onrush.internal.baseline;

import dev.onrush.internal.baseline.ComparedRuns.Estimated;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/**
 * The comparison of a run with its baseline: p50, p95, p99, mean, error rate and throughput, for
 * all requests together and for each request by name.
 *
 * <p>The uncertainty of each figure of a run is estimated by a circular block bootstrap over its
 * blocks of time (Politis &amp; Romano 1992; 1000 rounds, always with the same seed, so the same
 * runs give the same answer). The differences among runs are estimated from the baseline runs, if
 * there are several (DerSimonian &amp; Laird 1986). The intervals are simultaneous: if nothing has
 * changed, all of them contain zero in at least 95 of 100 comparisons, however many requests there
 * are.
 *
 * <p>What the comparison can find depends on the amount of data; docs/baselines.md has figures of
 * simulated runs. If runs differ among themselves, a single baseline run cannot show it, and chance
 * is reported as a change; three baseline runs can. If a service wanders slowly, its intervals are
 * wide: longer runs narrow them.
 *
 * @param changes all comparisons that could be made
 * @param tooShort the comparisons that could not be made, each with its reason
 * @param baselines the number of baseline runs
 * @param leftOut the steady time of each run that is not compared, because its log contains it only
 *     in sums that reach beyond it; the current run is the last
 * @param widening the greatest factor by which intervals of times are wider because of {@link
 *     Wandering}
 */
public record RunComparison(
    List<Change> changes,
    List<TooShort> tooShort,
    int baselines,
    List<Duration> leftOut,
    double widening) {

  /** The statistics that are compared. */
  public static final List<Statistic> STATISTICS =
      List.of(
          new AtPercentile(Percentile.P50),
          new AtPercentile(Percentile.P95),
          new AtPercentile(Percentile.P99),
          Simple.MEAN,
          Simple.ERROR_RATE,
          Simple.THROUGHPUT);

  /**
   * The share of comparisons that report a change by chance: one point below the promised 5 %,
   * because stretches of blocks show slightly less than the whole variance.
   */
  private static final double MISS = 0.04;

  private static final long SEED = 1992;

  public RunComparison {
    changes = List.copyOf(changes);
    tooShort = List.copyOf(tooShort);
    leftOut = List.copyOf(leftOut);
  }

  /** Compares a run with its baseline, with the default least effect. */
  public static RunComparison of(List<RunBlocks> baselines, RunBlocks current) {
    return of(baselines, current, LeastEffect.DEFAULT);
  }

  /**
   * Compares a run with its baseline.
   *
   * @param baselines earlier runs of the same plan
   * @param leastEffect the smallest change that matters
   * @throws IllegalArgumentException if there is no baseline
   */
  public static RunComparison of(
      List<RunBlocks> baselines, RunBlocks current, LeastEffect leastEffect) {
    SplittableRandom random = new SplittableRandom(SEED);
    ComparedRuns runs = new ComparedRuns(baselines, current, random);
    List<TooShort> tooShort = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    scopes(runs.requests())
        .forEach(
            (scope, meant) -> {
              Estimated estimated = runs.estimate(scope, meant, STATISTICS);
              for (Statistic statistic : STATISTICS) {
                Optional<TooShort> lack = estimated.lack(statistic);
                lack.ifPresent(tooShort::add);
                if (lack.isEmpty()) {
                  keys.add(new Key(scope, statistic));
                  differences.add(estimated.difference(statistic));
                }
              }
            });
    List<Change> changes = new ArrayList<>();
    if (!keys.isEmpty()) {
      ConfidenceInterval interval =
          ConfidenceInterval.simultaneous(differences, baselines.size(), MISS, random.split());
      for (int i = 0; i < keys.size(); i++) {
        changes.add(
            Change.of(
                keys.get(i).scope,
                keys.get(i).statistic,
                differences.get(i),
                interval,
                change -> finding(change, leastEffect)));
      }
    }
    return new RunComparison(changes, tooShort, baselines.size(), runs.leftOut(), runs.widening());
  }

  private record Key(Scope scope, Statistic statistic) {}

  private static Map<Scope, BiPredicate<String, String>> scopes(Set<String> names) {
    Map<Scope, BiPredicate<String, String>> scopes = new LinkedHashMap<>();
    scopes.put(Scope.ALL, (userClass, name) -> true);
    if (names.size() > 1) { // a single request has the figures of all requests
      for (String request : names) {
        scopes.put(
            Scope.ALL.of(new Subject.Request(request)), (userClass, name) -> name.equals(request));
      }
    }
    return scopes;
  }

  private static Finding finding(Change change, LeastEffect least) {
    double matters = ChangeUnit.isRelative(change.statistic()) ? least.percent() : least.points();
    if (!change.isCertain(matters) || change.isWithinResolution()) {
      return change.isNarrow(matters) ? Finding.NO_CHANGE : Finding.INCONCLUSIVE;
    }
    return change.worse() > 0 ? Finding.REGRESSION : Finding.IMPROVEMENT;
  }

  /** The changes for the worse. */
  public List<Change> regressions() {
    return changes.stream().filter(c -> c.finding() == Finding.REGRESSION).toList();
  }

  /** The changes for the better. */
  public List<Change> improvements() {
    return changes.stream().filter(c -> c.finding() == Finding.IMPROVEMENT).toList();
  }

  /**
   * The overall finding: REGRESSION if anything became worse; otherwise IMPROVEMENT if anything
   * became better; otherwise INCONCLUSIVE if any interval is too wide to tell; otherwise NO_CHANGE,
   * or TOO_SHORT if nothing could be compared.
   */
  public Finding finding() {
    if (!regressions().isEmpty()) {
      return Finding.REGRESSION;
    }
    if (!improvements().isEmpty()) {
      return Finding.IMPROVEMENT;
    }
    if (!inconclusive().isEmpty()) {
      return Finding.INCONCLUSIVE;
    }
    return changes.isEmpty() ? Finding.TOO_SHORT : Finding.NO_CHANGE;
  }

  /** The comparisons that do not tell whether there was a change. */
  public List<Change> inconclusive() {
    return changes.stream().filter(c -> c.finding() == Finding.INCONCLUSIVE).toList();
  }

  /** A note that is needed to read the comparison correctly; empty if there is none. */
  public Optional<String> note() {
    return baselines > 1
        ? Optional.empty()
        : Optional.of(
            "the baseline is a single run, so the usual differences between runs are unknown; save"
                + " two more runs to distinguish them from changes");
  }

  /**
   * The comparison as lines of text: a line for each change that matters, or one line that says
   * that there is none; then the notes.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    regressions().forEach(c -> lines.add(c.toString()));
    improvements().forEach(c -> lines.add(c.toString()));
    if (lines.isEmpty()) {
      lines.add(changes.isEmpty() ? "nothing could be compared: TOO SHORT" : unchanged());
    }
    lines.addAll(TooShort.lines(tooShort));
    for (int run = 0; run < leftOut.size(); run++) {
      if (leftOut.get(run).toSeconds() > 0) {
        lines.add(
            Quantity.count(leftOut.get(run).toSeconds(), "second")
                + " of steady time of "
                + name(run)
                + " are left out: the log has only sums of several seconds there, which extend"
                + " beyond the steady time");
      }
    }
    if (!changes.isEmpty() && widening >= VarianceInflation.TOLD_FROM) {
      lines.add(
          "response times change slowly, so their intervals are "
              + Quantity.plain(Math.round(10 * widening) / 10.0)
              + " times as wide as for independent seconds; longer runs narrow them");
    }
    note().ifPresent(lines::add);
    return lines;
  }

  private String name(int run) {
    if (run == baselines) {
      return "the current run";
    }
    return baselines == 1 ? "the baseline" : "baseline run " + (run + 1);
  }

  /**
   * The line of a comparison without a change, such as {@code no change in 12 comparisons; 4
   * comparisons are inconclusive: the interval is too wide …}. A threshold on one of these figures
   * may be broken for certain, so the line says why it is narrower.
   */
  private String unchanged() {
    int wide = inconclusive().size();
    int same = changes.size() - wide;
    String inconclusive =
        Quantity.count(wide, "comparison")
            + (wide == 1 ? " is" : " are")
            + " inconclusive: the interval is too wide to exclude a change that matters"
            + (changes.size() == 1
                ? ""
                : " (all "
                    + Quantity.count(changes.size())
                    + " intervals hold together, so each is wider than that of a threshold)");
    if (wide == 0) {
      return "no change in " + Quantity.count(same, "comparison");
    }
    return same == 0
        ? inconclusive
        : "no change in " + Quantity.count(same, "comparison") + "; " + inconclusive;
  }
}
