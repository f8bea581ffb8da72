package dev.onrush.internal.verdict;

import dev.onrush.internal.verdict.figure.Times;
import dev.onrush.plan.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;

/** Thresholds of a figure that only grows while a run goes on: a count or a sum. */
public final class GrowingFigure {

  /** Answers to what was sent within a phase may come after it. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private GrowingFigure() {}

  /** Whether the figure of a threshold only grows. */
  public static boolean isOf(Threshold threshold) {
    return threshold.measure() instanceof Figure figure && figure.statistic().onlyGrows();
  }

  /**
   * Whether the figure is below a bound that it has to reach, and may reach it while the run goes
   * on: 1 request of at least 10, of exactly 10, of between 10 and 20. The threshold is not broken
   * then, whatever its verdict would be if the run ended now. A count of a phase grows until 10 s
   * after the phase.
   *
   * @param phases of the run, as they are known at {@code elapsed}
   */
  public static boolean mayReachItsBound(
      Judgement judgement, Duration elapsed, List<Phase> phases) {
    return isOf(judgement.threshold())
        && Times.reach(judgement, elapsed.minus(LATE), phases)
        && judgement.actual().isPresent()
        && judgement.threshold().condition().sides().stream()
            .anyMatch(side -> isToBeReached(side, judgement.actual().getAsDouble()));
  }

  private static boolean isToBeReached(Bound side, double actual) {
    return switch (side.comparison()) {
      case BELOW, AT_MOST -> false;
      case ABOVE, AT_LEAST -> !side.holds(actual);
      case EQUAL -> actual < side.bound();
    };
  }
}
