package dev.onrush.internal.baseline;

import dev.onrush.threshold.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The names of the requests of all runs, in alphabetical order. */
  TreeSet<String> requests() {
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

  /** Estimates statistics of the requests whose user class and name {@code meant} accepts. */
  Estimated estimate(BiPredicate<String, String> meant, List<Statistic> statistics) {
    return new Estimated(
        IntStream.range(0, runs.size())
            .mapToObj(
                run ->
                    new Estimates(
                        runs.get(run).select(meant),
                        resamplings.get(run),
                        inflations.get(run),
                        statistics))
            .toList(),
        leftOut());
  }

  /**
   * The estimates of some requests.
   *
   * @param runs the estimates of each run
   * @param leftOut the steady time of each run that is not compared
   */
  record Estimated(List<Estimates> runs, List<Duration> leftOut) {

    /**
     * Why a statistic is not compared.
     *
     * @param reason such as {@code a baseline run has 120 requests; 200 are needed}
     * @param isOfSums whether the time that is left out might have been enough
     */
    record Lack(String reason, boolean isOfSums) {}

    /** Why a statistic is not compared, because of the first run without an estimate of it. */
    Optional<Lack> lack(Statistic statistic) {
      return IntStream.range(0, runs.size())
          .mapToObj(run -> runs.get(run).whyNot(statistic).map(why -> lack(statistic, run, why)))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private Lack lack(Statistic statistic, int run, String why) {
      Duration time = leftOut.get(run);
      return new Lack(
          (run == runs.size() - 1 ? "the current run has " : "a baseline run has ") + why,
          time.toSeconds() > 0 && runs.get(run).isEnoughWith(time, statistic));
    }

    /** The difference in a statistic that no run lacks. */
    Difference difference(Statistic statistic) {
      List<Estimate> found = runs.stream().map(e -> e.of(statistic).orElseThrow()).toList();
      return Difference.of(
          found.subList(0, found.size() - 1), found.get(found.size() - 1), statistic);
    }
  }
}
