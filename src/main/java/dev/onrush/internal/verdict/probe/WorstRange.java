package dev.onrush.internal.verdict.probe;

import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the worst of several figures truly lies, each of which lies in a range: between the worst
 * of their good ends and the worst of their bad ends. Unknown if that of one of them is.
 */
final class WorstRange {

  private final Condition condition;
  private final Comparator<Double> worstLast;
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

  /** Adds a figure with its range; empty where that is not known. */
  void add(Optional<Uncertainty> range) {
    if (range.isEmpty()) {
      unknown = true;
      return;
    }
    double least = range.get().least();
    double most = range.get().most();
    boolean leastIsWorse = worstLast.compare(least, most) > 0;
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
    return one == null || worstLast.compare(other, one) > 0 ? other : one;
  }

  /** Empty where it is not known, or nothing was added. */
  Optional<Uncertainty> get() {
    Double one = certain;
    Double other = possible;
    return unknown || one == null || other == null
        ? Optional.empty()
        : Optional.of(Uncertainty.between(one, other));
  }
}
