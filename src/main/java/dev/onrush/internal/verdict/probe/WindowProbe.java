package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.plan.Phase;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * A probe of the worst window that slides over a scope's time, interval by interval. The windows of
 * a figure that needs load, such as a minimum throughput, end with the load.
 */
final class WindowProbe implements Probe {

  /** Tolerance of a window's length, because intervals are not exactly a second long. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private record Slice(Duration start, Duration end, Selection selection, OptionalDouble reading) {
    Duration length() {
      return end.minus(start);
    }
  }

  private final Figure figure;
  private final Duration length;
  private final Condition condition;
  private final Predicate<Series> filter;
  private final ScopeTimes times;
  private final Deque<Slice> window = new ArrayDeque<>();
  private Selection sum = new Selection();
  private Duration part = Duration.ZERO;
  private Duration inWindow = Duration.ZERO;
  private Duration longest = Duration.ZERO;

  /**
   * The latest reading of the service's metric before the window. {@link #gapBefore} is the time
   * since then.
   */
  private OptionalDouble readBefore = OptionalDouble.empty();

  private Duration gapBefore = Duration.ZERO;

  private long samples;
  private long windows;
  private final WorstRange worst;
  private String moment = "";
  private String failed = "";

  /** The last window whose figure depends on missing data: an answer, or a reading. */
  private String unknown = "";

  private Optional<Duration> at = Optional.empty();

  WindowProbe(EveryWindow measure, Condition condition, List<Phase> phases) {
    this.figure = measure.figure();
    this.length = measure.length();
    this.condition = condition;
    this.worst = new WorstRange(condition, Comparator.comparingDouble(condition::badness));
    this.filter = FigureProbe.filter(figure.scope(), phases);
    this.times = ScopeTimes.ofEachPart(figure, condition, phases);
  }

  @Override
  public void add(Interval interval, Row row) {
    Optional<Duration> of = times.partOf(interval.start(), interval.end());
    if (of.isEmpty() || !of.get().equals(part)) {
      window.forEach(slice -> passed(slice.length(), slice.reading()));
      window.clear();
      sum = new Selection();
      inWindow = Duration.ZERO;
      part = of.orElse(Duration.ZERO);
    }
    OptionalDouble reading = FigureProbe.reading(interval, figure);
    if (of.isEmpty()) {
      passed(interval.length(), reading);
      return;
    }
    Selection selection = Selection.of(interval.tallies(), filter);
    samples +=
        StatisticValue.samples(figure.statistic(), selection) + (reading.isPresent() ? 1 : 0);
    sum.add(selection);
    window.addLast(new Slice(interval.start(), interval.end(), selection, reading));
    inWindow = inWindow.plus(interval.length());
    longest = inWindow.compareTo(longest) > 0 ? inWindow : longest;
    while (inWindow.minus(window.getFirst().length()).plus(SLACK).compareTo(length) >= 0) {
      Slice gone = window.removeFirst();
      inWindow = inWindow.minus(gone.length());
      passed(gone.length(), gone.reading());
      if (gone.selection.attempts() > 0) {
        sum.remove(gone.selection, window.stream().map(Slice::selection).toList());
      }
    }
    if (inWindow.plus(SLACK).compareTo(length) >= 0) {
      judge(reading());
    }
  }

  /** Records an interval that lies before the window, or between two windows. */
  private void passed(Duration interval, OptionalDouble reading) {
    readBefore = reading.isPresent() ? reading : readBefore;
    gapBefore = reading.isPresent() ? Duration.ZERO : gapBefore.plus(interval);
  }

  private String when() {
    return "from "
        + Quantity.clock(window.getFirst().start())
        + " to "
        + Quantity.clock(window.getLast().end());
  }

  private Reading reading() {
    if (figure.scope().subject() instanceof Service service) {
      MetricReadings readings =
          new MetricReadings(service.name(), (Simple) figure.statistic(), readBefore, gapBefore);
      window.forEach(slice -> readings.add(slice.length(), slice.reading()));
      if (readings.isMissing()) {
        unknown = when() + ", nothing was read";
      }
      Reading read = readings.read();
      // The growth before the very first reading is unknown; later windows cover the rest.
      return figure.statistic() == Simple.INCREASE
              && readBefore.isEmpty()
              && read.alternatives().isEmpty()
          ? Reading.none(read.samples(), "")
          : read;
    }
    Reading reading = FigureProbe.reading(figure.statistic(), sum, inWindow);
    OptionalDouble nothing = StatisticValue.withoutSamples(figure);
    return reading.value().isPresent() || nothing.isEmpty()
        ? reading
        : Reading.of(nothing.getAsDouble(), 0, "")
            .within(Optional.of(Uncertainty.none(nothing.getAsDouble())));
  }

  private void judge(Reading reading) {
    if (reading.value().isEmpty()) {
      return;
    }
    windows++;
    if (reading.verdict(condition) == Verdict.NO_DATA) {
      unknown = when() + ", " + reading.detail();
      return;
    }
    if (worst.add(reading)) {
      at = Optional.of(window.getFirst().start());
      failed = FigureProbe.mostlyFailed(figure, sum);
      moment = when();
    }
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
    OptionalDouble value = worst.get().map(Reading::value).orElse(OptionalDouble.empty());
    if (!unknown.isEmpty() && (value.isEmpty() || condition.holds(value.getAsDouble()))) {
      return Reading.none(samples, unknown);
    }
    // A run without any sample has no data, even if a window without samples has the figure 0.
    return value.isEmpty() || samples == 0
        ? Reading.none(samples, why())
        : new Reading(value, samples, moment + ", of " + Quantity.count(windows, "window"), at)
            .and(failed)
            .within(worst.get().flatMap(Reading::uncertainty));
  }
}
