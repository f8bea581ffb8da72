package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Cells;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;

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

  /** The error of a quotient of two whole numbers is smaller. */
  private static final double ROUNDING = 1e-9;

  /** Of the possible values of a figure, how many are tried. */
  private static final int TRIED = 1_000;

  /**
   * A second.
   *
   * @param still the time in which the generator stood still
   * @param lost the time in which concurrent users sent nothing because of the generator
   * @param late how late users started and responses were read
   */
  private record Second(Duration still, Duration lost, Duration late) {
    Second then(Second next) {
      return new Second(still.plus(next.still), lost.plus(next.lost), next.late);
    }
  }

  private final Cells<Second> seconds = new Cells<>(MOST, Second::then);

  /** Whether the users of each flow are concurrent users. */
  private final Map<Optional<RunFlow>, Boolean> flows = new HashMap<>();

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
    loads.forEach(load -> flows.put(load.flow(), load.profile() instanceof ConcurrentUsers));
    double late = row.lag() + row.loopLag();
    seconds.add(
        row.start(),
        row.end(),
        new Second(row.standstills(), row.lost(), Duration.ofNanos((long) (late * 1e6))));
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
   * The doubt of a rate or a count of a whole time. Concurrent users send nothing while the
   * generator stands still, and less if they wait for it. Users of an arrival rate who start late,
   * or whose responses are read late, may be counted after the time in which they were due. Windows
   * have a range, each for what happened in it.
   */
  private Optional<String> doubtOfCount(Judgement judgement, double actual, ScopeTimes judged) {
    if (!(judgement.threshold().measure() instanceof Figure figure)
        || !GeneratorShare.growsWithLoad(figure)) {
      return Optional.empty();
    }
    boolean fails = judgement.verdict() == Verdict.FAIL;
    List<Boolean> concurrent = concurrent(figure.scope());
    if (!concurrent.contains(true)) {
      return fails && !concurrent.isEmpty()
          ? doubtOfArrivals(judgement, actual, judged)
          : Optional.empty();
    }
    double still = share(judged, Second::still);
    if (isPossible(judgement, actual, actual / (1 - still))) {
      return Optional.of(
          "the generator stood still for " + Quantity.SHARE.text(100 * still) + " of the time");
    }
    double lost = share(judged, Second::lost);
    return fails && isPossible(judgement, actual, actual / (1 - lost))
        ? Optional.of(
            "the users waited for the generator itself in "
                + Quantity.SHARE.text(100 * lost)
                + " of the time")
        : Optional.empty();
  }

  /** Whether the users of each flow that a scope includes are concurrent users. */
  private List<Boolean> concurrent(Scope scope) {
    return flows.entrySet().stream()
        .filter(of -> of.getKey().map(flow -> isWithin(flow, scope)).orElse(true))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isWithin(RunFlow flow, Scope scope) {
    return scope.flow().map(flow.name()::equals).orElse(true)
        && scope.userClass().map(flow::has).orElse(true);
  }

  private Optional<String> doubtOfArrivals(Judgement judgement, double actual, ScopeTimes judged) {
    List<Cell<Second>> within =
        seconds.list().stream().filter(cell -> judged.contains(cell.start(), cell.end())).toList();
    double all = within.stream().mapToDouble(cell -> cell.length().toNanos()).sum();
    if (all == 0) {
      return Optional.empty();
    }
    Duration before = within.get(0).content().late();
    Duration after = within.get(within.size() - 1).content().late();
    return isPossible(
            judgement,
            actual * (1 - Math.min(1, before.toNanos() / all)),
            actual * (1 + after.toNanos() / all))
        ? Optional.of(
            "users started, or their responses were read, up to "
                + Quantity.duration(before.compareTo(after) > 0 ? before : after)
                + " late at the start or at the end of this time")
        : Optional.empty();
  }

  /** Whether the verdict would be another one for any value between these two. */
  private static boolean isPossible(Judgement judgement, double least, double most) {
    double actual = judgement.actual().orElseThrow();
    Condition condition = judgement.threshold().condition();
    boolean passes = judgement.verdict() == Verdict.PASS;
    boolean whole =
        judgement.threshold().measure() instanceof Figure figure && figure.statistic().onlyGrows();
    return Double.isFinite(most) // otherwise nothing is known of the rest of the time
        && IntStream.rangeClosed(passes ? TRIED : 0, TRIED)
            .mapToDouble(i -> least + (most - least) * i / TRIED)
            .map(value -> whole ? towards(actual, value) : value)
            .anyMatch(value -> condition.holds(value) != passes);
  }

  /** The next whole number on the way to the measured one. */
  private static double towards(double measured, double value) {
    return value < measured ? Math.ceil(value - ROUNDING) : Math.floor(value + ROUNDING);
  }

  /** A share of the judged time, 0 to 1. */
  private double share(ScopeTimes judged, Function<Second, Duration> part) {
    Duration sum = Duration.ZERO;
    Duration all = Duration.ZERO;
    for (Cell<Second> cell : seconds.list()) {
      if (judged.contains(cell.start(), cell.end())) {
        sum = sum.plus(part.apply(cell.content()));
        all = all.plus(cell.length());
      }
    }
    return all.isZero() ? 0 : Math.min(1, (double) sum.toNanos() / all.toNanos());
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
      BiPredicate<Cell<Second>, Cell<Second>> isWithin, BiPredicate<Duration, Duration> during) {
    List<Cell<Second>> cells =
        seconds.list().stream()
            .filter(cell -> cell.content().still().compareTo(NOTABLE) >= 0)
            .toList();
    Duration most = Duration.ZERO;
    Duration sum = Duration.ZERO;
    int first = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell<Second> last = cells.get(i);
      sum = sum.plus(last.content().still());
      while (first < i && !isWithin.test(cells.get(first), last)) {
        sum = sum.minus(cells.get(first).content().still());
        first++;
      }
      if (during.test(cells.get(first).start(), last.end()) && sum.compareTo(most) > 0) {
        most = sum;
      }
    }
    return most;
  }
}
