package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.timeline.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A part of the time of a trend: the data of some intervals.
 *
 * @param still the time in which the generator stood still; of concurrent users, all of the time in
 *     which they sent nothing because of it
 */
record TrendPart(
    Duration length, Selection selection, List<Double> readings, Growth growth, Duration still) {

  TrendPart and(TrendPart next) {
    Selection sum = new Selection();
    sum.add(selection);
    sum.add(next.selection);
    List<Double> both = new ArrayList<>(readings);
    both.addAll(next.readings);
    return new TrendPart(
        length.plus(next.length), sum, both, growth.and(next.growth), still.plus(next.still));
  }

  /** The growth of the service's metric between readings, and the time between them. */
  record Growth(double amount, Duration time) {
    static final Growth NONE = new Growth(0, Duration.ZERO);

    Growth and(Growth next) {
      return new Growth(amount + next.amount, time.plus(next.time));
    }

    OptionalDouble perSecond() {
      return time.isZero()
          ? OptionalDouble.empty()
          : OptionalDouble.of(amount * 1e9 / time.toNanos());
    }
  }
}
