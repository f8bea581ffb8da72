package dev.onrush.internal.baseline;

import dev.onrush.internal.baseline.ComparedRuns.Estimated;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.metrics.WorseBy;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/**
 * The check whether one statistic has become worse than the baseline by more than a tolerance. Its
 * confidence is 95 %, one-sided, no matter what other thresholds compare in the same runs. If one
 * threshold compares several requests, its 95 % apply to all of them together: the 5 % are divided
 * among them (Bonferroni).
 *
 * @param answer whether the statistic has become worse
 * @param tolerance in percent; for an error rate in percentage points
 * @param change the change with its interval. Of one comparison, this is the 90 % interval, each
 *     end of which is exceeded by chance in 5 of 100 cases; of 20, the 99.5 % interval. Empty if
 *     the answer is TOO_SHORT
 * @param reason why the runs are too short; empty otherwise
 */
public record BaselineCheck(
    Scope scope,
    Statistic statistic,
    double tolerance,
    Answer answer,
    Optional<Change> change,
    String reason) {

  /** The share of intervals that miss the true change, at both of their ends. */
  private static final double MISS = 0.1;

  private static final long SEED = 1986;

  /** The possible answers. */
  public enum Answer {
    /** With 95 % confidence, the statistic became worse by more than the tolerance. */
    WORSE,
    /** With 95 % confidence, the statistic did not become worse by more than the tolerance. */
    NOT_WORSE,
    /** Neither is certain; a longer run, or more baseline runs, would tell. */
    UNSURE,
    /**
     * The statistic was far worse, and more than the samples of these runs differ by chance, but
     * the service wanders so much that this is not certain. This is how an outage in a part of a
     * run looks: the seconds after it are correlated, and say little more than one of them.
     */
    FAR_WORSE,
    /**
     * The statistic may even be far worse: the interval is so wide that these runs would not have
     * shown a change that everyone notices. Of several comparisons, some have such an interval by
     * chance, so the answer is given only if a statistic is compared alone.
     */
    TOO_WIDE,
    /** There is too little data to say anything; see {@link TooShort}. */
    TOO_SHORT
  }

  /**
   * Compares one statistic of the current run with the baseline.
   *
   * @param baselines earlier runs of the same plan, one or more
   * @param scope the requests that are compared; a phase must hold a level, or it has no blocks
   * @param statistic a percentile below 100, mean, error rate or throughput
   * @param tolerance in percent; for an error rate in percentage points; zero or more
   * @throws IllegalArgumentException if there is no baseline, or the tolerance is negative
   */
  public static BaselineCheck of(
      List<RunBlocks> baselines,
      RunBlocks current,
      Scope scope,
      Statistic statistic,
      double tolerance) {
    return of(baselines, current, new Figure(statistic, scope), tolerance, 1);
  }

  /**
   * Makes one of several comparisons of the current run with the baseline, which together decide on
   * one threshold.
   *
   * @param baselines earlier runs of the same plan, one or more
   * @param figure a percentile below 100, mean, error rate or throughput; a phase must hold a
   *     level, or it has no blocks
   * @param tolerance in percent; for an error rate in percentage points; zero or more
   * @param comparisons the number of comparisons
   * @throws IllegalArgumentException if there is no baseline, the tolerance is negative, or the
   *     number is not positive
   */
  public static BaselineCheck of(
      List<RunBlocks> baselines,
      RunBlocks current,
      Figure figure,
      double tolerance,
      int comparisons) {
    Scope scope = figure.scope();
    Statistic statistic = figure.statistic();
    if (comparisons < 1) {
      throw new IllegalArgumentException(
          "number of comparisons was " + comparisons + "; 1 or more are allowed");
    }
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance was " + tolerance + "; it must be finite and not negative");
    }
    ComparedRuns runs =
        new ComparedRuns(
            baselines.stream().map(run -> in(scope, run)).toList(),
            in(scope, current),
            new SplittableRandom(SEED));
    BiPredicate<String, String> meant =
        (userClass, name) ->
            scope.subject().matches(name) && scope.userClass().map(userClass::equals).orElse(true);
    Estimated estimated = runs.estimate(scope, meant, List.of(statistic));
    Optional<String> whyNot = estimated.lack(statistic).map(TooShort::reason);
    if (whyNot.isPresent()) {
      return new BaselineCheck(
          scope, statistic, tolerance, Answer.TOO_SHORT, Optional.empty(), whyNot.get());
    }
    Change change =
        Change.of(
            scope,
            statistic,
            estimated.difference(statistic),
            new ConfidenceInterval(MISS / comparisons),
            found -> finding(found, tolerance));
    Answer answer = answer(change, tolerance);
    if (answer == Answer.UNSURE
        && isFar(change.worse(), change, tolerance)
        && (statistic == Simple.ERROR_RATE
            || isBeyondChance(
                runs.withoutWidening()
                    .estimate(scope, meant, List.of(statistic))
                    .difference(statistic),
                statistic,
                tolerance,
                MISS / comparisons))) {
      answer = Answer.FAR_WORSE;
    } else if (answer == Answer.UNSURE
        && comparisons == 1
        && isFar(worseAtMost(change), change, tolerance)
        && !wouldShowFar(change, tolerance)) {
      answer = Answer.TOO_WIDE;
    }
    return new BaselineCheck(scope, statistic, tolerance, answer, Optional.of(change), "");
  }

  /**
   * Whether a difference is more than the samples of these runs differ by chance. Of two kinds of
   * responses, a percentile may be one or the other by chance. A share of failures that none of the
   * baseline runs had is not due to chance, however short the outage was.
   */
  private static boolean isBeyondChance(
      Difference samples, Statistic statistic, double tolerance, double miss) {
    double least =
        Change.isBetterWhenMore(statistic)
            ? -samples.change() - samples.rounds().quantile(1 - miss / 2)
            : samples.change() + samples.rounds().quantile(miss / 2);
    return ChangeUnit.of(statistic, least) > tolerance;
  }

  /** Whether this amount is far more than allowed, although no change is certain as measured. */
  private static boolean isFar(double worse, Change change, double tolerance) {
    return worse > tolerance + ChangeUnit.far(change.statistic())
        && worseAtLeast(change, change.low(), change.high()) <= tolerance
        && !change.isWithinResolution();
  }

  /** Whether a far worse figure would be certain with an interval as wide as this one. */
  private static boolean wouldShowFar(Change change, double tolerance) {
    double far = tolerance + ChangeUnit.far(change.statistic());
    if (!ChangeUnit.isRelative(change.statistic())) {
      return far + change.low() - change.change() > tolerance;
    }
    boolean more = Change.isBetterWhenMore(change.statistic());
    double of = (100 + (more ? change.high() : change.low())) / (100 + change.change());
    return more ? 100 - (100 - far) * of > tolerance : (100 + far) * of - 100 > tolerance;
  }

  /** The blocks of the phase that is meant, or of all. */
  private static RunBlocks in(Scope scope, RunBlocks run) {
    return scope.phase().filter(p -> !p.equals(Scope.STEADY_STATE)).map(run::in).orElse(run);
  }

  /**
   * The amount by which the statistic as measured is certainly worse, in percent or percentage
   * points. This is the end of the interval that is nearer to no change; 0 if that end is no change
   * for the worse, or if the change is within the resolution.
   */
  public double worseAtLeast() {
    return change.map(c -> worseAtLeast(c, c.low(), c.high())).orElse(0.0);
  }

  /**
   * How near the change is to being certainly worse by more than the tolerance, see {@link
   * WorseBy#nearness}. A change within the resolution is never worse.
   */
  public double nearness() {
    return change
        .filter(c -> !c.isWithinResolution())
        .map(
            c ->
                Change.isBetterWhenMore(statistic)
                    ? new WorseBy(-c.high(), -c.change(), -c.low())
                    : new WorseBy(c.low(), c.change(), c.high()))
        .map(worse -> worse.nearness(tolerance))
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /**
   * The range of this amount: from its value without what may be the generators' own share of the
   * figures to the measured one. Empty if that share is not known.
   */
  public Optional<Uncertainty> range() {
    return change
        .filter(c -> c.share().isPresent())
        .map(
            c ->
                Uncertainty.between(
                    worseAtLeast(c, c.widest().least(), c.widest().most()), worseAtLeast()));
  }

  private static double worseAtLeast(Change change, double low, double high) {
    return change.isWithinResolution()
        ? 0
        : Math.max(0, Change.isBetterWhenMore(change.statistic()) ? -high : low);
  }

  private static double worseAtMost(Change change) {
    return Change.isBetterWhenMore(change.statistic()) ? -change.low() : change.high();
  }

  private static Finding finding(Change change, double tolerance) {
    return switch (answer(change, tolerance)) {
      case WORSE -> Finding.REGRESSION;
      case NOT_WORSE -> Finding.NO_CHANGE;
      case UNSURE, FAR_WORSE, TOO_WIDE, TOO_SHORT -> Finding.INCONCLUSIVE;
    };
  }

  private static Answer answer(Change change, double tolerance) {
    boolean more = Change.isBetterWhenMore(change.statistic());
    Uncertainty range = change.widest();
    double atLeast = more ? -range.most() : range.least();
    double atMost = more ? -range.least() : range.most();
    if (atLeast > tolerance && !change.isWithinResolution()) {
      return Answer.WORSE;
    }
    return atMost <= tolerance ? Answer.NOT_WORSE : Answer.UNSURE;
  }

  /**
   * The change and the answer in words, such as {@code p95 of Log in: 206 ms -> 243 ms, +18 % (90 %
   * interval +12 to +25 %): worse by more than 5 %}.
   */
  @Override
  public String toString() {
    return change.map(Change::figures).orElse(statistic.toString() + scope + ": " + reason)
        + ": "
        + words();
  }

  private String words() {
    boolean relative = ChangeUnit.isRelative(statistic);
    String bound = "worse by more than " + ChangeText.withUnit(Quantity.plain(tolerance), relative);
    return switch (answer) {
      case WORSE -> bound;
      case NOT_WORSE -> "not " + bound;
      case FAR_WORSE ->
          "worse by far "
              + bound.substring("worse by ".length())
              + ", but the difference varies too much for certainty";
      case TOO_WIDE ->
          "may be worse by up to "
              + ChangeText.withUnit(ChangeText.digits(worseAtMost(change.orElseThrow())), relative);
      case UNSURE -> worseAtLeast() > tolerance ? bound + " as measured" : "not certainly " + bound;
      case TOO_SHORT -> "too short to tell whether " + bound;
    };
  }
}
