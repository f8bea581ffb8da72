package dev.onrush.internal.verdict.probe;

import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worst of several readings, each of which has a range. A reading that is certainly broken is
 * worse than all readings that only may be. If no reading is certainly broken, the true worst value
 * lies between the worst of all better ends and the worst of all worse ends. It is unknown if the
 * range of one reading is unknown.
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
   * Creates a range without readings yet.
   *
   * @param worstLast the order of figures, with the worst last
   */
  WorstRange(Condition condition, Comparator<Double> worstLast) {
    this.condition = condition;
    this.worstLast = worstLast;
  }

  /** Creates a range of the same readings, to which others can be added. */
  WorstRange(WorstRange of) {
    this.condition = of.condition;
    this.worstLast = of.worstLast;
    this.worst = of.worst;
    this.broken = of.broken;
    this.certain = of.certain;
    this.possible = of.possible;
    this.unknown = of.unknown;
  }

  /**
   * Adds a reading that has a value, even if its verdict is uncertain. A reading without data must
   * not be added.
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

  /** The better end of a range; between two bad ends, a good value if there is one. */
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

  /** Whether a reading is certainly broken. */
  boolean isBroken() {
    return broken;
  }

  /** The worst reading with its range; empty if no reading was added. */
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
