package dev.onrush.internal.verdict.figure;

import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Checks thresholds on a figure that only grows during a run: a count, a sum or an increase. */
public final class GrowingFigure {

  /** Responses to requests of a phase may arrive after it; few arrive later than this. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private GrowingFigure() {}

  /** Whether the figure of a threshold only grows. */
  public static boolean isOf(Threshold threshold) {
    return threshold.measure() instanceof Figure figure
        && (figure.statistic().onlyGrows() || figure.statistic() == Simple.INCREASE);
  }

  /**
   * Whether the figure is below a bound that it has to reach, and may reach it while the run goes
   * on: 1 request of at least 10, of exactly 10, of between 10 and 20. The threshold is then not
   * broken, whatever its verdict would be if the run ended now. A count of a phase is assumed to
   * grow until 10 s after the phase.
   *
   * @param phases the phases of the run, as they are known at {@code elapsed}
   */
  public static boolean mayReachItsBound(
      Judgement judgement, Duration elapsed, List<Phase> phases) {
    return mayReachItsBound(judgement, elapsed, phases, LATE);
  }

  /**
   * Whether the figure is below a bound that it has to reach, and may reach it while the run goes
   * on.
   *
   * @param phases the phases of the run, as they are known at {@code elapsed}
   * @param late how long after a phase its requests may be answered
   */
  public static boolean mayReachItsBound(
      Judgement judgement, Duration elapsed, List<Phase> phases, Duration late) {
    return isYetToReachItsBound(judgement)
        && ScopeTimes.of(judgement, phases).endsAfter(elapsed.minus(late));
  }

  /** Whether the figure only grows, and is below a bound that it has to reach. */
  public static boolean isYetToReachItsBound(Judgement judgement) {
    return isOf(judgement.threshold())
        && judgement.actual().isPresent()
        && isToBeReached(judgement.threshold().condition(), judgement.actual().getAsDouble());
  }

  /**
   * Returns the order, with the worst last, of figures of one condition that only grow. Figures
   * that have passed a bound, which cannot be undone, come after all figures that have yet to reach
   * theirs.
   */
  public static Comparator<Double> worstLast(Condition condition) {
    return Comparator.<Double, Boolean>comparing(actual -> isPast(condition, actual))
        .thenComparingDouble(condition::badness);
  }

  private static boolean isToBeReached(Condition condition, double actual) {
    return !condition.holds(actual) && !isPast(condition, actual);
  }

  /** Whether a figure that only grows has passed a bound, which cannot be undone. */
  public static boolean isPast(Condition condition, double actual) {
    return condition.sides().stream().anyMatch(side -> isPast(side, actual));
  }

  private static boolean isPast(Bound side, double actual) {
    return switch (side.comparison()) {
      case BELOW, AT_MOST -> !side.holds(actual);
      case ABOVE, AT_LEAST -> false;
      case EQUAL -> actual > side.bound();
    };
  }
}
