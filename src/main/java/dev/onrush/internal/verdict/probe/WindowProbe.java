package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.profile.Phase;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A probe of the worst window that slides over a scope's time, interval by interval. The windows of
 * a figure that needs load, such as a minimum throughput, end with the load.
 *
 * <p>The time of a scope ends with a phase, with a flow, or where a phase begins that is not
 * counted; for times and shares, also with the load. A request that is sent before this end may be
 * answered after it. What happens then depends on the figure, so that no answer is left out:
 *
 * <ul>
 *   <li>A figure that needs load counts the responses that end in a window, no matter when they
 *       were sent.
 *   <li>The windows of other counts and rates go on after the end.
 *   <li>For times and shares, a window of late responses alone would contain only slow ones. Those
 *       to requests that were sent in the last window belong to it. All others are judged, in
 *       windows of their own, together with the fast responses of the last window: that is what a
 *       window under load would contain.
 * </ul>
 */
final class WindowProbe implements Probe {

  /** Tolerance of a window's length, because intervals are not exactly a second long. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /** Added to a moment so that its clock shows the nearest whole second. */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  /**
   * An interval.
   *
   * @param still the time in which the generator stood still
   * @param lost the same; of concurrent users, all of the time in which they sent nothing because
   *     of the generator
   */
  private record Slice(
      Duration start,
      Duration end,
      Selection selection,
      OptionalDouble reading,
      Duration still,
      Duration lost) {

    Duration length() {
      return end.minus(start);
    }
  }

  /** The responses of an interval after a part of the scope's time. */
  private record Late(Duration at, Selection selection) {}

  private final Figure figure;
  private final Duration length;
  private final Condition condition;
  private final Predicate<Series> filter;

  /**
   * Accepts the requests that were sent before the end of the scope's time. Requests of the
   * wind-down would dilute the failures of the last window.
   */
  private final Predicate<Series> lateFilter;

  private final ScopeTimes times;
  private final MadeUpArrivals madeUp;

  /** Whether the figure is a count or a rate, which depends on standstills of the generator. */
  private final boolean growsWithLoad;

  private final boolean concurrent;

  /** Whether windows go on after a part of the scope's time. */
  private final boolean goesOn;

  /** Whether responses after a part of the scope's time belong to its last window. */
  private final boolean addsLate;

  private final Deque<Slice> window = new ArrayDeque<>();
  private Selection sum = new Selection();
  private Duration part = Duration.ZERO;
  private Duration inWindow = Duration.ZERO;
  private Duration longest = Duration.ZERO;

  /** The last interval of the latest window. */
  private Optional<Slice> ended = Optional.empty();

  /** The interval before the window, if it belongs to the scope's time. */
  private Optional<Slice> before = Optional.empty();

  /** The latest reading of the service's metric before the window. */
  private MetricReadings.Earlier earlier = MetricReadings.Earlier.NONE;

  private long samples;
  private final WorstWindow judged;

  /**
   * The latest window. It is judged when the next interval is known: it may be the last one of its
   * part, to which late responses belong, and a standstill of the generator may be reported late.
   */
  private Optional<Window> latest = Optional.empty();

  /** The last window of the part that ended last, with all responses to what was sent in it. */
  private Optional<Window> last = Optional.empty();

  /** The responses of that window which took no longer than its length. */
  private final List<Selection> fast = new ArrayList<>();

  /** The latest responses to requests that were sent before that window. */
  private final Deque<Late> late = new ArrayDeque<>();

  WindowProbe(EveryWindow measure, Condition condition, List<Phase> phases) {
    this.figure = measure.figure();
    this.length = measure.length();
    this.condition = condition;
    this.judged = new WorstWindow(figure, condition);
    this.madeUp = new MadeUpArrivals(figure, phases);
    this.growsWithLoad = GeneratorShare.growsWithLoad(figure);
    this.concurrent = MadeUpArrivals.isOfConcurrentUsers(figure.scope(), phases);
    boolean counts = StatisticValue.withoutSamples(figure).isPresent();
    boolean needsLoad = StatisticValue.needsLoad(figure, condition);
    this.filter =
        needsLoad
            ? FigureProbe.filterOfAnyPhase(figure.scope(), phases)
            : FigureProbe.filter(figure.scope(), phases);
    this.times = ScopeTimes.ofEachPart(figure, condition, phases);
    boolean mayBeLate = times.haveEnd() && !(figure.scope().subject() instanceof Service);
    this.goesOn = mayBeLate && counts && !needsLoad;
    this.addsLate = mayBeLate && StatisticValue.isOfResponses(figure);
    List<String> windDowns = windDowns(figure.scope(), phases);
    this.lateFilter = filter.and(series -> !windDowns.contains(series.phase()));
  }

  private static List<String> windDowns(Scope scope, List<Phase> phases) {
    return Phase.within(scope, phases).stream()
        .map(phase -> phase.flow().map(f -> f.title(Phase.WIND_DOWN)).orElse(Phase.WIND_DOWN))
        .distinct()
        .toList();
  }

  @Override
  public void add(Interval interval, Row row) {
    Optional<Duration> within = times.partOf(interval.start(), interval.end());
    boolean continued = within.isEmpty() && goesOn && !window.isEmpty();
    Optional<Duration> of = continued ? Optional.of(part) : within;
    if (of.isEmpty() || !of.get().equals(part)) {
      endPart();
      window.forEach(slice -> passed(slice.length(), slice.reading()));
      before = of.isPresent() ? Optional.ofNullable(window.peekLast()) : Optional.empty();
      window.clear();
      sum = new Selection();
      inWindow = Duration.ZERO;
      part = of.orElse(Duration.ZERO);
    }
    Duration still = row.standstills();
    Duration early =
        latest.isPresent() && mayHaveBegunEarly(interval, still) ? still : Duration.ZERO;
    latest.map(complete -> before(complete, early)).ifPresent(judged::add);
    latest = Optional.empty();
    OptionalDouble reading = FigureProbe.reading(interval, figure);
    if (of.isEmpty()) {
      passed(interval.length(), reading);
      addLate(interval);
      return;
    }
    Selection selection = Selection.of(interval.tallies(), filter);
    samples +=
        StatisticValue.samples(figure.statistic(), selection) + (reading.isPresent() ? 1 : 0);
    sum.add(selection);
    Duration lost = concurrent ? row.lost() : still;
    ended =
        Optional.of(new Slice(interval.start(), interval.end(), selection, reading, still, lost));
    window.addLast(ended.get());
    madeUp.add(
        interval.start(), interval.end(), perSecond(ended.get()).orElse(0), still, window.size());
    inWindow = inWindow.plus(interval.length());
    longest = inWindow.compareTo(longest) > 0 ? inWindow : longest;
    while (inWindow.minus(window.getFirst().length()).plus(SLACK).compareTo(length) >= 0) {
      Slice gone = window.removeFirst();
      before = Optional.of(gone);
      inWindow = inWindow.minus(gone.length());
      passed(gone.length(), gone.reading());
      if (gone.selection.attempts() > 0) {
        sum.remove(gone.selection, window.stream().map(Slice::selection).toList());
      }
    }
    if (isComplete() && (!continued || sum.attempts() > 0)) {
      latest = Optional.of(window());
    }
  }

  /**
   * Whether a standstill that is reported with an interval may have begun before it: the thread
   * that ends the intervals may be the first to go on. The interval before then has a lower rate.
   */
  private boolean mayHaveBegunEarly(Interval interval, Duration still) {
    if (!growsWithLoad || still.isZero() || ended.isEmpty()) {
      return false;
    }
    Selection selection = Selection.of(interval.tallies(), filter);
    Slice next =
        new Slice(
            interval.start(), interval.end(), selection, OptionalDouble.empty(), still, still);
    return perSecond(ended.get()).orElse(0) < perSecond(next).orElse(0);
  }

  private Window before(Window complete, Duration nextStandstills) {
    return growsWithLoad ? complete.before(nextStandstills, figure.statistic()) : complete;
  }

  private boolean isComplete() {
    return inWindow.plus(SLACK).compareTo(length) >= 0;
  }

  private Window window() {
    Reading reading = reading();
    // Users who wait for the generator send less. That alone must break no bound.
    boolean broken = reading.value().isPresent() && !condition.holds(reading.value().getAsDouble());
    Duration still =
        window.stream()
            .map(broken ? Slice::lost : Slice::still)
            .reduce(Duration.ZERO, Duration::plus);
    return new Window(
        window.getFirst().start(),
        when(),
        inWindow,
        sum,
        reading,
        still,
        madeUp.ofLatest(window.size()));
  }

  /** Keeps the last window of a part that ends, and judges that of the part before. */
  private void endPart() {
    if (!addsLate || window.isEmpty()) {
      return;
    }
    last.ifPresent(judged::add);
    lateWindow().ifPresent(judged::addAgain);
    late.clear();
    fast.clear();
    last = latest.map(of -> of.with(List.of(), figure.statistic()));
    last.ifPresent(of -> fast.add(of.selection().answeredWithin(length)));
    latest = Optional.empty();
  }

  private void addLate(Interval interval) {
    if (last.isEmpty()) {
      return;
    }
    Window to = last.get();
    Selection now = Selection.of(interval.tallies(), lateFilter);
    samples += StatisticValue.samples(figure.statistic(), now);
    Selection sentInIt = now.answeredWithin(interval.end().minus(to.from()));
    fast.add(sentInIt.answeredWithin(length));
    last = Optional.of(to.with(List.of(sentInIt), figure.statistic()));
    late.addLast(new Late(interval.end(), now.without(sentInIt)));
    late.removeIf(of -> of.at().plus(length).minus(SLACK).compareTo(interval.end()) <= 0);
    // Before then, fast responses of the last window may be missing.
    if (interval.end().plus(SLACK).compareTo(to.from().plus(length.multipliedBy(2))) >= 0) {
      lateWindow().ifPresent(judged::addAgain);
    }
  }

  /** The latest late responses with the fast ones of the last window; empty if there are none. */
  private Optional<Window> lateWindow() {
    List<Selection> slow = late.stream().map(Late::selection).toList();
    return slow.stream().allMatch(of -> of.attempts() == 0)
        ? Optional.empty()
        : last.map(
            of -> of.of(Stream.concat(fast.stream(), slow.stream()).toList(), figure.statistic()));
  }

  /** All windows so far, also those to which late responses may still be added. */
  private WorstWindow all() {
    WorstWindow all = new WorstWindow(judged);
    last.ifPresent(all::add);
    lateWindow().ifPresent(all::addAgain);
    latest.map(complete -> before(complete, Duration.ZERO)).ifPresent(all::add);
    return all;
  }

  /** Records an interval that lies before the window, or between two windows. */
  private void passed(Duration interval, OptionalDouble reading) {
    earlier = earlier.then(interval, reading);
  }

  /** The time of the window, rounded to whole seconds, so that a window of 2 s is shown as 2 s. */
  private String when() {
    return "from "
        + Quantity.clock(window.getFirst().start().plus(HALF_A_SECOND))
        + " to "
        + Quantity.clock(window.getLast().end().plus(HALF_A_SECOND));
  }

  private Reading reading() {
    if (figure.scope().subject() instanceof Service service) {
      MetricReadings readings =
          new MetricReadings(service.name(), (Simple) figure.statistic(), earlier);
      window.forEach(slice -> readings.add(slice.length(), slice.reading()));
      if (readings.isMissing()) {
        judged.recordUnknown(when() + ", nothing was read");
      }
      Reading read = readings.read();
      // The growth before the very first reading is unknown; later windows cover the rest.
      return figure.statistic() == Simple.INCREASE
              && earlier.value().isEmpty()
              && read.alternatives().isEmpty()
          ? Reading.none(read.samples(), "")
          : read;
    }
    Reading reading = FigureProbe.reading(figure.statistic(), sum, inWindow);
    OptionalDouble nothing = StatisticValue.withoutSamples(figure);
    return reading.value().isPresent() || nothing.isEmpty()
        ? ranged(reading)
        : Reading.of(nothing.getAsDouble(), 0, "")
            .within(Optional.of(Uncertainty.none(nothing.getAsDouble())));
  }

  /** Returns a count or a rate with its range: the generator may have moved it to this window. */
  private Reading ranged(Reading measured) {
    if (!growsWithLoad) {
      return measured;
    }
    OptionalDouble perSecond = before.map(this::perSecond).orElse(OptionalDouble.empty());
    Reading nominal =
        WindowCount.ofLength(measured, figure.statistic(), inWindow, length, perSecond);
    return before.isEmpty() || perSecond.isEmpty()
        ? nominal
        : WindowCount.withoutDelayed(
            nominal,
            figure.statistic(),
            inWindow,
            new WindowCount.Before(
                perSecond.getAsDouble(),
                before.get().length(),
                before.get().still().plus(window.getFirst().still())));
  }

  /** The count of an interval per second, or its rate. */
  private OptionalDouble perSecond(Slice slice) {
    if (slice.length().isZero()) {
      return OptionalDouble.empty();
    }
    double value = StatisticValue.of(figure.statistic(), slice.selection, slice.length()).orElse(0);
    boolean counts = figure.statistic().onlyGrows();
    return OptionalDouble.of(counts ? value * 1e9 / slice.length().toNanos() : value);
  }

  /** The reason why no window has a figure. */
  private String why() {
    if (longest.plus(SLACK).compareTo(length) < 0) {
      return "no window of "
          + Quantity.duration(length)
          + " was complete; the longest was "
          + Quantity.clock(longest);
    }
    if (samples == 0) {
      return "";
    }
    return figure.scope().subject() instanceof Service
        ? "no window had enough readings"
        : "no window had a response, so there is no response time";
  }

  @Override
  public Reading read(Timeline timeline) {
    WorstWindow all = all();
    Reading worst = all.reading(samples);
    if (!all.unknown().isEmpty()
        && (worst.value().isEmpty() || condition.holds(worst.value().getAsDouble()))) {
      return Reading.none(samples, all.unknown());
    }
    // A run without any sample has no data, even if a window without samples has the figure 0.
    return worst.value().isEmpty() || samples == 0 ? Reading.none(samples, why()) : worst;
  }
}
