package dev.onrush.internal.live;

import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The progress of a threshold: how close its figure is to its bound.
 *
 * @param state the state of the threshold
 * @param share the figure divided by the bound, 1 at the bound; empty without a figure, and for a
 *     condition that is not one bound above 0
 */
public record ThresholdProgress(State state, OptionalDouble share) {

  /**
   * The share of an upper bound above which a figure is near the bound. A figure is near a lower
   * bound if it is below the bound divided by this share.
   */
  private static final double NEAR = 0.8;

  /** The state of a threshold during the run. */
  public enum State {
    OK("ok"),
    /** Kept, but within a fifth of an upper bound, or a quarter of a lower one. */
    NEAR("near"),
    /** A count or a sum that has yet to grow to its bound. */
    NOT_YET("not yet"),
    BROKEN("broken"),
    /**
     * The generator itself may have caused the figure, so it is unknown whether the threshold is
     * kept.
     */
    UNCERTAIN("uncertain"),
    NO_DATA("no data yet"),
    /** There is a figure, but it was measured under another load than the threshold applies to. */
    STEERED("steered");

    private final String text;

    State(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Returns the progress of a threshold as it would be judged at this time of a run.
   *
   * @param phases the phases of the run that are known by then
   */
  public static ThresholdProgress of(Judgement judgement, Duration elapsed, List<Phase> phases) {
    OptionalDouble actual = judgement.actual();
    Condition condition = judgement.threshold().condition();
    if (judgement.verdict() == Verdict.NO_DATA || actual.isEmpty()) {
      return new ThresholdProgress(
          actual.isPresent() ? State.STEERED : State.NO_DATA, OptionalDouble.empty());
    }
    OptionalDouble share =
        condition instanceof Bound bound
                && bound.comparison() != Comparison.EQUAL
                && bound.bound() > 0
                && Double.isFinite(actual.getAsDouble())
            ? OptionalDouble.of(actual.getAsDouble() / bound.bound())
            : OptionalDouble.empty();
    if (judgement.verdict() != Verdict.PASS) {
      State missed = judgement.verdict() == Verdict.INVALID ? State.UNCERTAIN : State.BROKEN;
      return new ThresholdProgress(
          GrowingFigure.mayReachItsBound(judgement, elapsed, phases) ? State.NOT_YET : missed,
          share);
    }
    boolean near =
        share.isPresent()
            && (atLeast(condition)
                ? share.getAsDouble() < 1 / NEAR && !GrowingFigure.isOf(judgement.threshold())
                : share.getAsDouble() > NEAR);
    return new ThresholdProgress(near ? State.NEAR : State.OK, share);
  }

  private static boolean atLeast(Condition condition) {
    return condition instanceof Bound bound
        && (bound.comparison() == Comparison.AT_LEAST || bound.comparison() == Comparison.ABOVE);
  }
}
