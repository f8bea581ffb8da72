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
 * lies between the worst of all better ends and the worst of all worse ends. A reading whose range
 * is unknown is judged as measured, and leaves the ranges of the others as they are. Of readings
 * that are equally bad, the worst is the one that is nearest to being certain, and else the first.
 */
final class WorstRange {

  private final Condition condition;
  private final Comparator<Double> worstLast;
  private @Nullable Reading worst;
  private boolean broken;
  private @Nullable Double certain;
  private @Nullable Double possible;

  /** Whether any reading may or may not be broken. */
  private boolean undecided;

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
    this.undecided = of.undecided;
  }

  /**
   * Adds a reading that has a value, even if its verdict is uncertain. A reading without data must
   * not be added.
   *
   * @return whether it is the worst so far
   */
  boolean add(Reading reading) {
    Verdict verdict = reading.verdict(condition);
    boolean breaks = verdict == Verdict.FAIL;
    undecided |= verdict == Verdict.INVALID;
    Reading before = worst;
    boolean isWorst = before == null || (breaks == broken ? isWorse(reading, before) : breaks);
    worst = isWorst ? reading : before;
    broken |= breaks;
    widen(reading.uncertainty().orElseGet(() -> Uncertainty.none(value(reading))));
    return isWorst;
  }

  private boolean isWorse(Reading reading, Reading than) {
    int worse = worstLast.compare(value(reading), value(than));
    return worse > 0 || (worse == 0 && reading.nearness() > than.nearness());
  }

  private static double value(Reading reading) {
    return reading.value().orElseThrow();
  }

  private void widen(Uncertainty range) {
    double least = range.least();
    double most = range.most();
    boolean leastIsWorse = isWorse(least, most);
    possible = worse(possible, leastIsWorse ? least : most);
    certain = worse(certain, best(range, leastIsWorse ? most : least));
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

  /**
   * The worst reading; empty if no reading was added. Unless it is broken, it has the range of the
   * worst of all readings. If its own range is unknown, it has one only if another reading is
   * undecided.
   */
  Optional<Reading> get() {
    Reading found = worst;
    if (found == null) {
      return Optional.empty();
    }
    boolean known = undecided || found.uncertainty().isPresent();
    return Optional.of(broken || !known ? found : found.within(merged()));
  }

  private Optional<Uncertainty> merged() {
    Double one = certain;
    Double other = possible;
    return one == null || other == null
        ? Optional.empty()
        : Optional.of(Uncertainty.between(one, other));
  }
}
