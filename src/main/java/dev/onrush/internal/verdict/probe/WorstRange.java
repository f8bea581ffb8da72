package dev.onrush.internal.verdict.probe;

import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worst of several readings, each of which lies in a range. One that is broken for certain is
 * worse than all that only may be. Where there is none of that kind, the worst truly lies between
 * the worst of their good ends and the worst of their bad ends, which is unknown if the range of
 * one of them is.
 */
final class WorstRange {

  private final Condition condition;
  private final Comparator<Double> worstLast;
  private @Nullable Reading worst;
  private boolean broken;
  private @Nullable Double certain;
  private @Nullable Double possible;
  private boolean unknown;

  /**
   * None yet.
   *
   * @param worstLast the order of figures by how bad they are
   */
  WorstRange(Condition condition, Comparator<Double> worstLast) {
    this.condition = condition;
    this.worstLast = worstLast;
  }

  /**
   * Adds a reading of which the verdict is known or cannot be told; one without data is none.
   *
   * @return whether it is the worst so far
   */
  boolean add(Reading reading) {
    boolean breaks = reading.verdict(condition) == Verdict.FAIL;
    Reading before = worst;
    boolean isWorst =
        before == null || (breaks == broken ? isWorse(value(reading), value(before)) : breaks);
    worst = isWorst ? reading : before;
    broken |= breaks;
    widen(reading.uncertainty());
    return isWorst;
  }

  private static double value(Reading reading) {
    return reading.value().orElseThrow();
  }

  private void widen(Optional<Uncertainty> range) {
    if (range.isEmpty()) {
      unknown = true;
      return;
    }
    double least = range.get().least();
    double most = range.get().most();
    boolean leastIsWorse = isWorse(least, most);
    possible = worse(possible, leastIsWorse ? least : most);
    certain = worse(certain, best(range.get(), leastIsWorse ? most : least));
  }

  /** Between two bad ends there may be what is good. */
  private double best(Uncertainty range, double betterEnd) {
    return condition.holds(betterEnd)
        ? betterEnd
        : condition.sides().stream()
            .map(Bound::bound)
            .filter(bound -> bound > range.least() && bound < range.most())
            .filter(condition::holds)
            .findFirst()
            .orElse(betterEnd);
  }

  private double worse(@Nullable Double one, double other) {
    return one == null || isWorse(other, one) ? other : one;
  }

  private boolean isWorse(double figure, double than) {
    return worstLast.compare(figure, than) > 0;
  }

  /** Whether one is broken for certain. */
  boolean isBroken() {
    return broken;
  }

  /** The worst with its range; empty if nothing was added. */
  Optional<Reading> get() {
    Reading found = worst;
    if (found == null) {
      return Optional.empty();
    }
    return Optional.of(broken ? found : found.within(merged()));
  }

  private Optional<Uncertainty> merged() {
    Double one = certain;
    Double other = possible;
    return unknown || one == null || other == null
        ? Optional.empty()
        : Optional.of(Uncertainty.between(one, other));
  }
}
