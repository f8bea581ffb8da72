package dev.onrush.internal.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the moment from which what is counted became frequent: the start of the time, up to the
 * latest count, in which the count exceeds three quarters of the average rate by most.
 *
 * <p>2 failures at 4 s, and 20 a second from 10 s to 13 s, are 62 in 13 s. Three quarters of this
 * are 3.6/s. From 10 s on, there are 49 failures more than at this rate, but from 4 s on only 30
 * more. So the onset is at 10 s. With the whole average rate, random fluctuations would decide
 * about the onset of failures that are equally frequent all the time.
 */
final class CountOnset {

  private static final double SHARE = 0.75;

  /** The number of counts that are kept. Beyond it, the two that are nearest are merged. */
  private static final int MOST = 3_600;

  private record Count(Duration start, Duration end, double number) {
    Count and(Count next) {
      return new Count(start, next.end, number + next.number);
    }
  }

  private final List<Count> counts = new ArrayList<>();
  private double total;

  /** Adds the count of the next interval. */
  void add(Duration start, Duration end, double number) {
    if (number <= 0) {
      return;
    }
    counts.add(new Count(start, end, number));
    total += number;
    if (counts.size() > MOST) {
      mergeNearest();
    }
  }

  private void mergeNearest() {
    int nearest = 0;
    for (int i = 1; i + 1 < counts.size(); i++) {
      if (length(i).compareTo(length(nearest)) < 0) {
        nearest = i;
      }
    }
    counts.set(nearest, counts.get(nearest).and(counts.remove(nearest + 1)));
  }

  /** The time of a count together with the next one. */
  private Duration length(int index) {
    return counts.get(index + 1).end.minus(counts.get(index).start);
  }

  /** Removes the counts that ended at a moment or earlier. */
  void removeUntil(Duration moment) {
    while (!counts.isEmpty() && counts.get(0).end.compareTo(moment) <= 0) {
      total -= counts.remove(0).number;
    }
  }

  void clear() {
    counts.clear();
    total = 0;
  }

  double total() {
    return total;
  }

  /**
   * The start of the interval from which the counts became frequent; empty if nothing was counted.
   *
   * @param begin of the time in which it was counted
   */
  Optional<Duration> from(Duration begin) {
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    Duration first = counts.get(0).start;
    Duration end = counts.get(counts.size() - 1).end;
    Duration all = end.minus(begin.compareTo(first) < 0 ? begin : first);
    double perSecond = SHARE * total / seconds(all);
    double most = Double.NEGATIVE_INFINITY;
    Duration from = first;
    double number = 0;
    for (int i = counts.size() - 1; i >= 0; i--) {
      Count count = counts.get(i);
      number += count.number;
      double excess = number - perSecond * seconds(end.minus(count.start));
      if (excess >= most) {
        most = excess;
        from = count.start;
      }
    }
    return Optional.of(from);
  }

  private static double seconds(Duration length) {
    return length.toNanos() / 1e9;
  }
}
