package dev.onrush.internal.baseline;

import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One question: has one statistic become worse than the baseline by more than a tolerance? It is
 * answered at 95 %, one-sided, whatever else is asked of the same runs.
 *
 * @param answer to the question
 * @param tolerance in percent; of an error rate in percentage points
 * @param change with an interval of 90 %, each end of which is passed by chance in 5 of 100 cases;
 *     empty if the answer is TOO_SHORT
 * @param reason why it is too short; empty otherwise
 */
public record BaselineCheck(
    Scope scope,
    Statistic statistic,
    double tolerance,
    Answer answer,
    Optional<Change> change,
    String reason) {

  private static final double MISS = 0.1;
  private static final long SEED = 1986;

  /** What can be said. */
  public enum Answer {
    /** It is 95 % sure that it became worse by more than the tolerance. */
    WORSE,
    /** It is 95 % sure that it did not. */
    NOT_WORSE,
    /** Neither is sure; a longer run, or more baseline runs, would tell. */
    UNSURE,
    /** Too little was seen to say anything; see {@link RunComparison.TooShort}. */
    TOO_SHORT
  }

  /**
   * Asks the question.
   *
   * @param baselines earlier runs of the same plan, one or more
   * @param scope whose requests; a phase must be one whose level is held, or it has no blocks
   * @param statistic a percentile below 100, mean, error rate or throughput
   * @param tolerance in percent; of an error rate in percentage points; zero or more
   * @throws IllegalArgumentException if there is no baseline, or the tolerance is negative
   */
  public static BaselineCheck of(
      List<RunBlocks> baselines,
      RunBlocks current,
      Scope scope,
      Statistic statistic,
      double tolerance) {
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance was " + tolerance + "; it is finite and not negative");
    }
    SplittableRandom random = new SplittableRandom(SEED);
    List<Estimates> estimates = new ArrayList<>();
    for (RunBlocks run : RunComparison.runs(baselines, current)) {
      RunBlocks meant =
          scope.phase().filter(p -> !p.equals(Scope.STEADY_STATE)).map(run::in).orElse(run);
      estimates.add(
          new Estimates(
              meant.select(
                  (userClass, name) ->
                      scope.subject().matches(name)
                          && scope.userClass().map(userClass::equals).orElse(true)),
              new Resampling(meant.sizes(), random.split()),
              List.of(statistic)));
    }
    Optional<String> whyNot = RunComparison.whyNot(estimates, statistic);
    if (whyNot.isPresent()) {
      return new BaselineCheck(
          scope, statistic, tolerance, Answer.TOO_SHORT, Optional.empty(), whyNot.get());
    }
    Change change =
        Change.of(
            scope,
            statistic,
            RunComparison.difference(estimates, statistic),
            new ConfidenceInterval(MISS),
            found -> finding(found, tolerance));
    return new BaselineCheck(
        scope, statistic, tolerance, answer(change, tolerance), Optional.of(change), "");
  }

  /**
   * By how much it is worse for certain, in percent or percentage points: the near end of the
   * interval, and 0 where that is no change for the worse.
   */
  public double worseAtLeast() {
    return change
        .filter(c -> !c.isWithinResolution())
        .map(c -> Math.max(0, Change.isBetterWhenMore(c.statistic()) ? -c.high() : c.low()))
        .orElse(0.0);
  }

  private static Finding finding(Change change, double tolerance) {
    return switch (answer(change, tolerance)) {
      case WORSE -> Finding.REGRESSION;
      case NOT_WORSE -> Finding.NO_CHANGE;
      case UNSURE, TOO_SHORT -> Finding.INCONCLUSIVE;
    };
  }

  private static Answer answer(Change change, double tolerance) {
    boolean more = Change.isBetterWhenMore(change.statistic());
    double atLeast = more ? -change.high() : change.low();
    double atMost = more ? -change.low() : change.high();
    if (atLeast > tolerance && !change.isWithinResolution()) {
      return Answer.WORSE;
    }
    return atMost <= tolerance ? Answer.NOT_WORSE : Answer.UNSURE;
  }

  /**
   * {@code p95 of Log in: 206 ms -> 243 ms, +18 % (90 % interval +12 to +25 %): worse by more than
   * 5 %}.
   */
  @Override
  public String toString() {
    return change.map(Change::figures).orElse(statistic.toString() + scope + ": " + reason)
        + ": "
        + words();
  }

  private String words() {
    String bound =
        "worse by more than "
            + Quantity.plain(tolerance)
            + (Change.isRelative(statistic) ? " %" : " points");
    return switch (answer) {
      case WORSE -> bound;
      case NOT_WORSE -> "not " + bound;
      case UNSURE -> "not sure whether " + bound;
      case TOO_SHORT -> "too short to tell whether " + bound;
    };
  }
}
