package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The requests of an arrival rate that come late because the generator stood still. While a rate is
 * held, the usual number of requests in a second is known from the seconds without a standstill
 * nearby. What the seconds beside a standstill have more than that, without its time, was made up
 * for. Nothing is known of concurrent users, who send nothing during a standstill and need not make
 * up for it, and of failures.
 */
final class MadeUpArrivals {

  /** The intervals whose median is the usual rate. */
  private static final int USUAL = 60;

  /** The fewest intervals of which a rate is usual. */
  private static final int FEWEST = 3;

  private final List<Phase> phases;
  private final boolean applies;
  private final Deque<Part> parts = new ArrayDeque<>();
  private List<Phase> held = List.of();

  /** An interval of a held rate. */
  private record Part(double perSecond, double seconds, double still) {}

  /**
   * What the intervals beside the standstills of a window have more than usual.
   *
   * @param usual the requests per second without standstills
   * @param excess the requests, beyond the usual ones, in the intervals beside standstills;
   *     negative if there are fewer
   * @param ofLast the same for the last interval if it is not beside one of these standstills
   */
  record Excess(double usual, double excess, double ofLast) {
    static final Excess UNKNOWN = new Excess(0, 0, 0);

    /**
     * The number of requests that were due in the standstills and came after them, within the
     * window.
     *
     * @param still the time of all standstills
     * @param beyond the part of it that is reported after the window
     */
    double madeUp(Duration still, Duration beyond) {
      double missed = usual * still.toNanos() / 1e9;
      double more = excess + (beyond.isZero() ? 0 : ofLast);
      return Math.max(0, Math.min(missed, missed + more));
    }
  }

  MadeUpArrivals(Figure figure, List<Phase> phases) {
    this.phases = Phase.within(figure.scope(), phases);
    this.applies =
        figure.statistic() == Simple.THROUGHPUT || figure.statistic() == Simple.REQUEST_COUNT;
  }

  /** Whether all levels that the phases of a scope hold are of concurrent users. */
  static boolean isOfConcurrentUsers(Scope scope, List<Phase> phases) {
    List<HeldLevel> levels =
        Phase.within(scope, phases).stream().flatMap(phase -> phase.held().stream()).toList();
    return !levels.isEmpty()
        && levels.stream().allMatch(level -> level.unit() == HeldLevel.Unit.USERS);
  }

  /**
   * Adds the next interval.
   *
   * @param most the greatest number of intervals in a window
   */
  void add(Duration start, Duration end, double perSecond, Duration still, int most) {
    List<Phase> now = applies ? heldRates(start, end) : List.of();
    if (!now.equals(held)) {
      parts.clear();
      held = now;
    }
    if (!now.isEmpty()) {
      parts.addLast(new Part(perSecond, end.minus(start).toNanos() / 1e9, still.toNanos() / 1e9));
      while (parts.size() > most + USUAL) {
        parts.removeFirst();
      }
    }
  }

  /** The phases in an interval if all of them hold an arrival rate; otherwise none. */
  private List<Phase> heldRates(Duration start, Duration end) {
    List<Phase> now =
        phases.stream()
            .filter(p -> p.start().compareTo(end.minus(ScopeTimes.LATE)) < 0)
            .filter(p -> p.end().compareTo(start.plus(ScopeTimes.LATE)) > 0)
            .toList();
    return now.stream()
            .allMatch(p -> p.held().filter(of -> of.unit() == HeldLevel.Unit.ARRIVALS).isPresent())
        ? now
        : List.of();
  }

  /** Returns what is known of the window of the latest intervals. */
  Excess ofLatest(int intervals) {
    if (parts.size() < intervals) {
      return Excess.UNKNOWN; // a part of the window did not hold this rate
    }
    List<Part> all = new ArrayList<>(parts);
    double[] usual = usual(all);
    if (usual.length < FEWEST) {
      return Excess.UNKNOWN;
    }
    double median = Median.of(usual);
    double excess = 0;
    for (int i = all.size() - intervals; i < all.size(); i++) {
      excess += isBesideStandstill(all, i) ? more(all.get(i), median) : 0;
    }
    int last = all.size() - 1;
    return new Excess(
        median, excess, isBesideStandstill(all, last) ? 0 : more(all.get(last), median));
  }

  private static double more(Part part, double usual) {
    return (part.perSecond - usual) * part.seconds;
  }

  /** The rates of the latest intervals without a standstill in them or beside them. */
  private static double[] usual(List<Part> all) {
    List<Double> rates = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && rates.size() < USUAL; i--) {
      if (!isBesideStandstill(all, i)) {
        rates.add(all.get(i).perSecond);
      }
    }
    return rates.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Whether the generator stood still in an interval, in the one before, after which arrivals are
   * made up for, or in the one after it, whose standstill may have begun earlier.
   */
  private static boolean isBesideStandstill(List<Part> all, int at) {
    for (int i = Math.max(0, at - 1); i <= Math.min(all.size() - 1, at + 1); i++) {
      if (all.get(i).still > 0) {
        return true;
      }
    }
    return false;
  }
}
