package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.internal.verdict.probe.FigureProbe;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.EachRequest;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Finds when a threshold first broke. */
public abstract sealed class FirstBreach {

  /**
   * Returns the breach of a threshold; empty for a threshold without a figure in each second, such
   * as a recovery.
   */
  public static Optional<FirstBreach> of(Threshold threshold, List<Phase> phases) {
    return of(threshold.measure(), threshold.condition(), phases)
        .map(
            all ->
                threshold.scope().subject() instanceof EachRequest
                    ? new OfEachRequest(threshold, phases)
                    : all);
  }

  /** Returns the breach of a figure, or of its windows; empty if it has no value in each second. */
  private static Optional<FirstBreach> of(
      Measure measure, Condition condition, List<Phase> phases) {
    return figure(measure)
        .filter(figure -> figure.scope().subject().source() != Subject.Source.SERVICE)
        .filter(figure -> figure.statistic() != Simple.REQUEST_COUNT)
        .filter(figure -> figure.statistic() != Simple.COUNT)
        .filter(figure -> figure.statistic() != Simple.TOTAL)
        // Some windows have not reached their minimum.
        .filter(
            figure ->
                measure instanceof Figure
                    || !figure.statistic().onlyGrows()
                    || !StatisticValue.needsLoad(figure, condition))
        .map(
            figure ->
                figure.statistic().onlyGrows()
                    ? new OfCount(measure, figure, condition, phases)
                    : new OfFigure(measure, figure, condition, phases));
  }

  private static Optional<Figure> figure(Measure measure) {
    if (measure instanceof Figure figure) {
      return Optional.of(figure);
    }
    return measure instanceof EveryWindow window ? Optional.of(window.figure()) : Optional.empty();
  }

  /** Adds the next interval. */
  public abstract void add(Interval interval);

  /**
   * The span from the start of the breach to the end of the last interval on the wrong side; empty
   * if the threshold did not break.
   */
  public abstract Optional<Span> span();

  /**
   * The first breach of a figure: the time from which the figure, over the two latest intervals, is
   * on the wrong side of the bound in {@value #BROKEN} of {@value #CHECKED} intervals. If that
   * never happens, it is the time when the figure was at its worst. If only responses after the end
   * of the scope's time break it, it is the time from the last interval before this end.
   */
  private static final class OfFigure extends FirstBreach {

    private static final int CHECKED = 5;
    private static final int BROKEN = 3;

    private record CheckedInterval(Duration start, Duration end, boolean broken) {}

    private final Figure figure;
    private final Condition condition;
    private final Predicate<Series> filter;
    private final ScopeTimes times;
    private final Deque<CheckedInterval> checked = new ArrayDeque<>();
    private Optional<Selection> before = Optional.empty();
    private Duration lengthBefore = Duration.ZERO;
    private Optional<Span> first = Optional.empty();
    private Optional<Span> worst = Optional.empty();
    private double badness = Double.NEGATIVE_INFINITY;

    /**
     * Whether responses after the end of the scope's time can break the condition. A rate is 0
     * after it.
     */
    private final boolean addsLate;

    /** The last interval of the scope's time, with the responses that came later. */
    private final Selection late = new Selection();

    private Optional<Span> afterItsTime = Optional.empty();

    OfFigure(Measure measure, Figure figure, Condition condition, List<Phase> phases) {
      this.figure = figure;
      this.condition = condition;
      this.times = times(measure, condition, phases);
      this.filter = FigureProbe.filter(figure.scope(), phases);
      this.addsLate = times.haveEnd() && StatisticValue.withoutSamples(figure).isEmpty();
    }

    /**
     * The times of a figure. A figure of the whole run includes the wind-down, and may break
     * because of it.
     */
    private static ScopeTimes times(Measure measure, Condition condition, List<Phase> phases) {
      return measure instanceof EveryWindow window
          ? ScopeTimes.ofEachPart(window.figure(), condition, phases)
          : new ScopeTimes(measure.scope(), phases);
    }

    @Override
    public void add(Interval interval) {
      if (times.partOf(interval.start(), interval.end()).isEmpty()) {
        addLate(interval);
        before = Optional.empty();
        lengthBefore = Duration.ZERO;
        return;
      }
      Selection now = Selection.of(interval.tallies(), filter);
      Selection both = new Selection();
      before.ifPresent(both::add);
      both.add(now);
      OptionalDouble known =
          FigureProbe.reading(figure.statistic(), both, lengthBefore.plus(interval.length()))
              .value();
      OptionalDouble value = known.isPresent() ? known : StatisticValue.withoutSamples(figure);
      before = Optional.of(now);
      lengthBefore = interval.length();
      boolean broken = value.isPresent() && !condition.holds(value.getAsDouble());
      checked.addLast(new CheckedInterval(interval.start(), interval.end(), broken));
      if (broken) {
        broken(interval, condition.badness(value.getAsDouble()));
      }
      if (checked.size() > CHECKED) {
        checked.removeFirst();
      }
      if (first.isEmpty()
          && checked.getFirst().broken
          && checked.stream().filter(CheckedInterval::broken).count() >= BROKEN) {
        first = Optional.of(new Span(checked.getFirst().start, interval.end()));
      }
    }

    /** Adds responses that belong to the last seconds of the scope's time. */
    private void addLate(Interval interval) {
      if (!addsLate) {
        return;
      }
      Selection now = Selection.of(interval.tallies(), filter);
      if (now.attempts() == 0) {
        return;
      }
      before.ifPresent(late::add);
      late.add(now);
      OptionalDouble value =
          FigureProbe.reading(figure.statistic(), late, interval.length()).value();
      if (value.isPresent() && !condition.holds(value.getAsDouble())) {
        Duration from = checked.isEmpty() ? interval.start() : checked.getLast().start;
        afterItsTime =
            Optional.of(new Span(afterItsTime.map(Span::from).orElse(from), interval.end()));
      }
    }

    private void broken(Interval interval, double bad) {
      first = first.map(span -> new Span(span.from(), interval.end()));
      if (bad > badness) {
        badness = bad;
        worst = Optional.of(new Span(interval.start(), interval.end()));
      }
    }

    @Override
    public Optional<Span> span() {
      return first.or(
          () -> // the run is too short for that many intervals
          checked.stream()
                  .filter(CheckedInterval::broken)
                  .findFirst()
                  .filter(one -> checked.size() < CHECKED)
                  .map(one -> new Span(one.start, checked.getLast().end))
                  .or(() -> worst)
                  .or(() -> afterItsTime));
    }
  }

  /**
   * The first breach of a count, or of its windows: the time from which what it counts became
   * frequent, up to the moment at which the count passed its bound. Responses count by the phase in
   * which their requests were sent, however late they are.
   */
  private static final class OfCount extends FirstBreach {

    /** Tolerance of a window's length, because intervals are not exactly a second long. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private final Figure figure;
    private final Condition condition;
    private final Optional<Duration> window;
    private final Predicate<Series> filter;
    private final ScopeTimes times;
    private final CountOnset counts = new CountOnset();
    private Duration part;
    private Optional<Span> first = Optional.empty();

    OfCount(Measure measure, Figure figure, Condition condition, List<Phase> phases) {
      this.figure = figure;
      this.condition = condition;
      this.window =
          measure instanceof EveryWindow every ? Optional.of(every.length()) : Optional.empty();
      this.filter = FigureProbe.filter(figure.scope(), phases);
      this.times = new ScopeTimes(figure.scope(), phases);
      this.part = times.start();
    }

    @Override
    public void add(Interval interval) {
      Duration begin = window.map(length -> slide(interval, length)).orElse(part);
      double number =
          StatisticValue.of(
                  figure.statistic(), Selection.of(interval.tallies(), filter), interval.length())
              .orElse(0);
      if (number <= 0) {
        return;
      }
      counts.add(interval.start(), interval.end(), number);
      if (GrowingFigure.isPast(condition, counts.total())) {
        Duration from = first.map(Span::from).or(() -> counts.from(begin)).orElse(interval.start());
        first = Optional.of(new Span(from, interval.end()));
      }
    }

    /** Leaves out what is before the window that ends with an interval; returns its start. */
    private Duration slide(Interval interval, Duration length) {
      Optional<Duration> now = times.partOf(interval.start(), interval.end());
      if (now.isPresent() && !now.get().equals(part)) {
        counts.clear();
        part = now.get();
      }
      Duration begin = interval.end().minus(length);
      counts.removeUntil(begin.plus(SLACK));
      return begin.compareTo(part) > 0 ? begin : part;
    }

    @Override
    public Optional<Span> span() {
      return first;
    }
  }

  /**
   * The first breach of a threshold on each request: that of the request that breaks it first. All
   * requests together may keep a bound that one of them breaks.
   */
  private static final class OfEachRequest extends FirstBreach {

    private final Threshold threshold;
    private final List<Phase> phases;
    private final Map<String, Optional<FirstBreach>> requests = new HashMap<>();

    OfEachRequest(Threshold threshold, List<Phase> phases) {
      this.threshold = threshold;
      this.phases = phases;
    }

    @Override
    public void add(Interval interval) {
      Map<String, Map<Series, Tally>> tallies = new HashMap<>();
      interval.forEachRequest(
          (series, tally) ->
              tallies.computeIfAbsent(series.name(), name -> new HashMap<>()).put(series, tally));
      tallies.keySet().forEach(name -> requests.computeIfAbsent(name, this::request));
      requests.forEach(
          (name, breach) ->
              breach.ifPresent(
                  of -> of.add(interval.withTallies(tallies.getOrDefault(name, Map.of())))));
    }

    private Optional<FirstBreach> request(String name) {
      return FirstBreach.of(threshold.measure().ofRequest(name), threshold.condition(), phases);
    }

    @Override
    public Optional<Span> span() {
      return requests.values().stream()
          .flatMap(Optional::stream)
          .flatMap(request -> request.span().stream())
          .min(Comparator.comparing(Span::from));
    }
  }
}
