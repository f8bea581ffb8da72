package dev.onrush.internal.baseline;

import dev.onrush.internal.baseline.TooShort.Lack;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** The runs of a comparison: the baseline runs, and the current run as the last. */
final class ComparedRuns {

  private final List<RunBlocks> runs;
  private final List<Resampling> resamplings;
  private final List<VarianceInflation> inflations;

  /**
   * Prepares the estimates of runs.
   *
   * @throws IllegalArgumentException if there is no baseline
   */
  ComparedRuns(List<RunBlocks> baselines, RunBlocks current, SplittableRandom random) {
    if (baselines.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no baseline run; a comparison needs at least one run of the same plan");
    }
    runs = new ArrayList<>(baselines);
    runs.add(current);
    resamplings = runs.stream().map(run -> new Resampling(run.sizes(), random.split())).toList();
    inflations = VarianceInflation.of(runs);
  }

  private ComparedRuns(ComparedRuns of, List<VarianceInflation> inflations) {
    this.runs = of.runs;
    this.resamplings = of.resamplings;
    this.inflations = inflations;
  }

  /** The same runs as if none of them wandered. */
  ComparedRuns withoutWidening() {
    return new ComparedRuns(this, Collections.nCopies(runs.size(), VarianceInflation.NONE));
  }

  /** The names of the requests of all runs, in alphabetical order. */
  SortedSet<String> requests() {
    TreeSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.requests()));
    return names;
  }

  /** The steady time of each run that is not compared. */
  List<Duration> leftOut() {
    return runs.stream().map(RunBlocks::leftOut).toList();
  }

  /** The greatest factor by which intervals of times are wider because runs wander. */
  double widening() {
    return VarianceInflation.widening(inflations);
  }

  /**
   * Estimates statistics of some requests.
   *
   * @param meant accepts the user classes and names of the requests in the scope
   */
  Estimated estimate(Scope scope, BiPredicate<String, String> meant, List<Statistic> statistics) {
    return new Estimated(
        scope,
        IntStream.range(0, runs.size())
            .mapToObj(
                run ->
                    new Estimates(
                        runs.get(run).select(meant),
                        resamplings.get(run),
                        inflations.get(run),
                        statistics))
            .toList(),
        leftOut(),
        onlyIn(scope));
  }

  /** The side that alone has a request; empty if both have it, or one has no requests at all. */
  private Optional<Lack> onlyIn(Scope scope) {
    List<String> current = runs.get(runs.size() - 1).requests();
    List<String> earlier =
        runs.subList(0, runs.size() - 1).stream().flatMap(r -> r.requests().stream()).toList();
    if (current.isEmpty() || earlier.isEmpty()) {
      return Optional.empty();
    }
    boolean isInCurrent = TooShort.request(scope).filter(current::contains).isPresent();
    boolean isInBaseline = TooShort.request(scope).filter(earlier::contains).isPresent();
    return isInCurrent == isInBaseline
        ? Optional.empty()
        : Optional.of(isInBaseline ? Lack.ONLY_IN_BASELINE : Lack.ONLY_IN_CURRENT_RUN);
  }

  /**
   * The estimates of some requests.
   *
   * @param runs the estimates of each run
   * @param leftOut the steady time of each run that is not compared
   * @param onlyIn the side that alone has the requests
   */
  record Estimated(
      Scope scope, List<Estimates> runs, List<Duration> leftOut, Optional<Lack> onlyIn) {

    /** Why a statistic is not compared, because of the first run without an estimate of it. */
    Optional<TooShort> lack(Statistic statistic) {
      return IntStream.range(0, runs.size())
          .mapToObj(run -> runs.get(run).whyNot(statistic).map(why -> lack(statistic, run, why)))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private TooShort lack(Statistic statistic, int run, String why) {
      return new TooShort(
          scope,
          statistic,
          (run == runs.size() - 1 ? "the current run has " : "a baseline run has ") + why,
          onlyIn.orElseGet(() -> lack(runs.get(run), leftOut.get(run), statistic)));
    }

    private static Lack lack(Estimates estimates, Duration leftOut, Statistic statistic) {
      if (leftOut.toSeconds() > 0 && estimates.isEnoughWith(leftOut, statistic)) {
        return Lack.LEFT_OUT_TIME;
      }
      return estimates.isEnoughInALongerRun(statistic) ? Lack.TIME : Lack.OTHER;
    }

    /** The difference in a statistic that no run lacks. */
    Difference difference(Statistic statistic) {
      List<Estimate> found = runs.stream().map(e -> e.of(statistic).orElseThrow()).toList();
      return Difference.of(
          found.subList(0, found.size() - 1), found.get(found.size() - 1), statistic);
    }
  }
}
