package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The time in which the generator stood still for 30 ms or longer, second by second. Short
 * standstills within the limits are no fault, but a generator sends less than it could meanwhile,
 * and a time that is measured across them contains them. So a threshold whose verdict would be
 * another one without them is INVALID.
 *
 * <p>This concerns figures whose range is unknown otherwise: rates and counts of requests, of
 * failures and of the simulation's own metrics with concurrent users, and times without a lower
 * bound, such as those of groups. Arrivals that are due during a standstill are made up for. Rates
 * and counts in windows, and their stability, have a range that includes standstills.
 */
public final class Standstills {

  /** Two hours of seconds; then neighbours are merged. */
  private static final int MOST = 7_200;

  /** Shorter standstills within a second explain no single time: most times do not contain them. */
  private static final Duration NOTABLE = Duration.ofMillis(100);

  /** Seconds are not exactly one second long. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final Cells<Duration> pauses = new Cells<>(MOST, Duration::plus);

  /** Whether any flow has concurrent users. */
  private boolean hasUsers;

  /**
   * Returns the standstills in these rows, in order.
   *
   * @param loads the loads of the flows
   */
  public static Standstills of(List<Row> rows, List<FlowLoad> loads) {
    Standstills all = new Standstills();
    rows.forEach(row -> all.add(row, loads));
    return all;
  }

  void add(Row row, List<FlowLoad> loads) {
    hasUsers |= loads.stream().anyMatch(load -> load.profile() instanceof ConcurrentUsers);
    pauses.add(
        row.start(), row.end(), InjectorStatistics.pauses(row.vitals(), row.injectors().values()));
  }

  /** Returns a judgement as INVALID if standstills alone may be the reason for its verdict. */
  Judgement trusted(Judgement judgement, ScopeTimes judged) {
    boolean fails = judgement.verdict() == Verdict.FAIL;
    if (judgement.actual().isEmpty() || !(fails || judgement.verdict() == Verdict.PASS)) {
      return judgement;
    }
    double actual = judgement.actual().getAsDouble();
    Optional<String> doubt =
        fails ? doubt(judgement, actual, judged) : doubtOfCount(judgement, actual, judged);
    return doubt.map(judgement::untrusted).orElse(judgement);
  }

  private static Optional<Figure> figure(Measure measure) {
    return measure instanceof Figure figure
        ? Optional.of(figure)
        : measure instanceof EveryWindow window ? Optional.of(window.figure()) : Optional.empty();
  }

  private Optional<String> doubt(Judgement judgement, double actual, ScopeTimes judged) {
    Measure measure = judgement.threshold().measure();
    Condition condition = judgement.threshold().condition();
    Optional<Figure> direct = figure(measure);
    if (direct.filter(GeneratorShare::growsWithLoad).isPresent()) {
      return doubtOfCount(judgement, actual, judged);
    }
    if (direct.filter(figure -> figure.quantity() == Quantity.TIME).isEmpty()
        || judgement.uncertainty().isPresent()) {
      return Optional.empty();
    }
    Duration time = Duration.ofNanos((long) (actual * 1e6));
    double longest = greatest(time, during(judgement, time, judged)).toNanos() / 1e6;
    return condition.holds(Math.max(0, actual - longest))
        ? Optional.of(
            "a time of this length may contain a standstill of the generator of up to "
                + Quantity.TIME.text(Math.min(longest, actual)))
        : Optional.empty();
  }

  /**
   * Whether a time from one moment to another may be part of the judged figure: of the worst window
   * and of what began before it, or of the judged time.
   */
  private static BiPredicate<Duration, Duration> during(
      Judgement judgement, Duration time, ScopeTimes judged) {
    if (!(judgement.threshold().measure() instanceof EveryWindow window)
        || judgement.moment().isEmpty()) {
      return judged::touches;
    }
    Duration from = judgement.moment().get().minus(time);
    Duration to = judgement.moment().get().plus(window.length()).plus(SLACK);
    return (start, end) -> start.compareTo(to) < 0 && end.compareTo(from) > 0;
  }

  /**
   * The doubt of a rate or a count of a whole time: whether its verdict would be another one if
   * there had been as many samples in the time of the standstills as in the rest of the time.
   * Windows have a range, each for the standstills in it.
   */
  private Optional<String> doubtOfCount(Judgement judgement, double actual, ScopeTimes judged) {
    if (!hasUsers
        || !(judgement.threshold().measure() instanceof Figure figure)
        || !GeneratorShare.growsWithLoad(figure)) {
      return Optional.empty();
    }
    double share = share(judged);
    if (share == 1) {
      return Optional.empty(); // nothing is known of the rest of the time
    }
    double most = actual / (1 - share);
    boolean holds =
        judgement
            .threshold()
            .condition()
            .holds(figure.statistic().onlyGrows() ? Math.floor(most) : most);
    return holds == (judgement.verdict() == Verdict.FAIL) ? text(share) : Optional.empty();
  }

  private static Optional<String> text(double share) {
    return share == 0
        ? Optional.empty()
        : Optional.of(
            "the generator stood still for " + Quantity.SHARE.text(100 * share) + " of the time");
  }

  /** The share of the judged time in standstills, 0 to 1. */
  private double share(ScopeTimes judged) {
    Duration still = Duration.ZERO;
    Duration all = Duration.ZERO;
    for (Cell<Duration> cell : pauses.list()) {
      if (judged.contains(cell.start(), cell.end())) {
        still = still.plus(cell.content());
        all = all.plus(cell.length());
      }
    }
    return all.isZero() ? 0 : Math.min(1, (double) still.toNanos() / all.toNanos());
  }

  /**
   * The longest time in standstills within any {@code length}, which may begin and end in the
   * middle of a second: the first and the last second contribute theirs with any part.
   */
  private Duration greatest(Duration length, BiPredicate<Duration, Duration> during) {
    Duration most =
        greatest((first, last) -> last.start().minus(first.end()).compareTo(length) <= 0, during);
    return most.compareTo(length) < 0 ? most : length;
  }

  /**
   * The longest time in notable standstills in any seconds that follow each other.
   *
   * @param isWithin whether a first and a last second are near enough to each other
   * @param during whether any of the time from one moment to another counts
   */
  private Duration greatest(
      BiPredicate<Cell<Duration>, Cell<Duration>> isWithin,
      BiPredicate<Duration, Duration> during) {
    List<Cell<Duration>> cells =
        pauses.list().stream().filter(cell -> cell.content().compareTo(NOTABLE) >= 0).toList();
    Duration most = Duration.ZERO;
    Duration sum = Duration.ZERO;
    int first = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell<Duration> last = cells.get(i);
      sum = sum.plus(last.content());
      while (first < i && !isWithin.test(cells.get(first), last)) {
        sum = sum.minus(cells.get(first).content());
        first++;
      }
      if (during.test(cells.get(first).start(), last.end()) && sum.compareTo(most) > 0) {
        most = sum;
      }
    }
    return most;
  }
}
