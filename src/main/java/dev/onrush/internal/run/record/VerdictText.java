package dev.onrush.internal.run.record;

import static java.util.Comparator.comparingDouble;

import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.internal.verdict.EndingBreach;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Describes the verdict on a run's thresholds in a sentence, with the finding of the first
 * threshold that has this verdict.
 *
 * @param findings the problems of the load generator
 * @param duet the comparison of two versions, if the run was a duet
 */
record VerdictText(
    List<Judgement> judgements, List<GeneratorFinding> findings, Optional<DuetComparison> duet) {

  /** Returns the sentence, such as {@code p95 was 812 ms (limit 500 ms); 1 more threshold}. */
  String sentence() {
    if (Judge.worst(judgements) == Verdict.PASS) {
      return passed() + open();
    }
    List<Judgement> worst = worst();
    return worst.isEmpty()
        ? "no threshold was set, so nothing was judged"
        : cause(worst).orElseGet(() -> worst.get(0).finding() + more(worst.size()));
  }

  /** Whether the sentence says that a threshold ended the run. */
  boolean tellsWhatEndedTheRun() {
    return worst().stream().findFirst().filter(EndingBreach::endedTheRun).isPresent();
  }

  /** The judgements that determine the verdict, in order, without warnings. */
  private List<Judgement> worst() {
    Verdict verdict = Judge.worst(judgements);
    return judgements.stream().filter(j -> j.verdict() == verdict && !j.warns()).toList();
  }

  private String passed() {
    long warnings = judgements.stream().filter(Judgement::warns).count();
    long passed = judgements.size() - warnings;
    String all = passed == 1 ? "the threshold passed" : "all " + passed + " thresholds passed";
    return warnings == 0 ? all : all + ", " + Quantity.count(warnings, "warning");
  }

  /**
   * Returns how many comparisons of a duet have no answer: B may be worse by more than is allowed,
   * or not, and how many were not made. The threshold passes nevertheless, but the sentence says
   * how much worse B may be.
   */
  private String open() {
    List<Difference> asked =
        duet.stream().flatMap(d -> d.differences().stream()).filter(Difference::asked).toList();
    List<Difference> made = asked.stream().filter(d -> d.change().isPresent()).toList();
    List<Difference> open = made.stream().filter(VerdictText::isOpen).toList();
    int without = asked.size() - made.size();
    List<String> said = new ArrayList<>();
    if (!open.isEmpty()) {
      said.add(
          open.size()
              + " of "
              + Quantity.count(asked.size(), "comparison")
              + " of B with A "
              + (open.size() == 1 ? "is" : "are")
              + " undecided"
              + worst(open));
    }
    if (without > 0) {
      said.add(
          open.isEmpty()
              ? without
                  + " of "
                  + Quantity.count(asked.size(), "comparison")
                  + " of B with A could not be made"
              : without + " could not be made");
    }
    return said.isEmpty() ? "" : ", but " + String.join(", and ", said);
  }

  /** How much worse B may be at most, according to the comparison that says least. */
  private static String worst(List<Difference> open) {
    Difference worst =
        open.stream().max(comparingDouble(d -> worseAtMost(d) / d.margin())).orElseThrow();
    double most = worseAtMost(worst);
    return " ("
        + worst.name()
        + " may be "
        + (Double.isInfinite(most)
            ? "worse by any amount"
            : "up to "
                + ChangeText.withUnit(
                    ChangeText.digits(most), ChangeUnit.isRelative(worst.statistic()))
                + " worse")
        + ")";
  }

  private static boolean isOpen(Difference difference) {
    return worseAtLeast(difference) <= difference.margin()
        && worseAtMost(difference) > difference.margin();
  }

  private static double worseAtLeast(Difference of) {
    return of.statistic() == Simple.THROUGHPUT
        ? -of.high().orElse(Double.POSITIVE_INFINITY)
        : of.low().orElse(Double.NEGATIVE_INFINITY);
  }

  private static double worseAtMost(Difference of) {
    return of.statistic() == Simple.THROUGHPUT
        ? -of.low().orElse(Double.NEGATIVE_INFINITY)
        : of.high().orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Returns the problem of the load generator that makes the first of these judgements doubtful,
   * and the verdict that would apply without it.
   */
  private Optional<String> cause(List<Judgement> doubtful) {
    Optional<Verdict> asMeasured =
        doubtful.stream().flatMap(j -> j.asMeasured().stream()).reduce(Verdict::and);
    return findings.stream()
        .map(GeneratorFinding::text)
        .filter(doubtful.get(0).detail()::equals)
        .findFirst()
        .map(text -> text + asMeasured.map(would -> " (would be " + would + ")").orElse(""));
  }

  /** Returns the number of further items: {@code ; 2 more thresholds} after the first of three. */
  private static String more(int all) {
    return all == 1 ? "" : "; " + Quantity.count(all - 1, "more threshold");
  }
}
