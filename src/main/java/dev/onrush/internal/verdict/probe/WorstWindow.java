package dev.onrush.internal.verdict.probe;

import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/** The worst of the windows that have been judged. */
final class WorstWindow {

  private final Figure figure;
  private final Condition condition;
  private final WorstRange worst;
  private long windows;
  private String moment = "";
  private String failed = "";
  private String unknown = "";
  private Optional<Duration> at = Optional.empty();

  /** Creates the worst of no windows. */
  WorstWindow(Figure figure, Condition condition) {
    this.figure = figure;
    this.condition = condition;
    this.worst = new WorstRange(condition, Comparator.comparingDouble(condition::badness));
  }

  /** Creates the worst of the same windows, to which others can be added. */
  WorstWindow(WorstWindow of) {
    this.figure = of.figure;
    this.condition = of.condition;
    this.worst = new WorstRange(of.worst);
    this.windows = of.windows;
    this.moment = of.moment;
    this.failed = of.failed;
    this.unknown = of.unknown;
    this.at = of.at;
  }

  void add(Window window) {
    if (window.reading().value().isPresent()) {
      windows++;
    }
    addAgain(window);
  }

  /** Adds a window that has been added, with other samples. */
  void addAgain(Window window) {
    Reading measured = window.reading();
    if (measured.value().isEmpty()) {
      return;
    }
    Reading reading =
        figure.statistic() instanceof AtPercentile ? measured.roundedTo(condition) : measured;
    if (reading.verdict(condition) == Verdict.NO_DATA) {
      unknown = window.when() + ", " + reading.detail();
      return;
    }
    if (worst.add(reading)) {
      at = Optional.of(window.from());
      failed = FigureProbe.mostlyFailed(figure, window.selection());
      moment = window.when();
    }
  }

  /** Records what is missing in a window whose figure is unknown. */
  void recordUnknown(String what) {
    unknown = what;
  }

  /**
   * The last window whose figure depends on missing data, an answer or a reading; empty if there is
   * none.
   */
  String unknown() {
    return unknown;
  }

  /**
   * The reading of the worst window; without a value if no window had one.
   *
   * @param samples the samples of all windows
   */
  Reading reading(long samples) {
    Optional<Reading> found = worst.get();
    return new Reading(
            found.map(Reading::value).orElse(OptionalDouble.empty()),
            samples,
            moment + ", of " + Quantity.count(windows, "window"),
            at)
        .and(failed)
        .within(found.flatMap(Reading::uncertainty));
  }
}
