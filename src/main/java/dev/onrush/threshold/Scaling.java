package dev.onrush.threshold;

import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;

/**
 * How a threshold was written, before it was fitted to a run of another size. Bounds on counts and
 * sums follow the number of users and the length of the run, bounds on throughput and capacity the
 * number of users, windows and recovery the length. Response times, shares and trends stay.
 *
 * @param measure as written
 * @param condition as written
 * @param by the factor between the two bounds
 */
public record Scaling(Measure measure, Condition condition, double by) {

  public Scaling {
    Given.value(measure, "measure of a scaling");
    Given.value(condition, "condition of a scaling");
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * The threshold in a run of another size.
   *
   * @param users factor on users and rates
   * @param time factor on the run's times
   */
  static Threshold scaled(Threshold threshold, double users, double time) {
    Measure measure = paced(threshold.measure(), time);
    double by = factor(threshold.measure(), users, time) * stretch(threshold.measure(), measure);
    Condition condition =
        by == 1
            ? threshold.condition()
            : threshold.condition().scaled(by, step(threshold.measure()));
    boolean same = measure.equals(threshold.measure()) && condition.equals(threshold.condition());
    return new Threshold(
        measure,
        condition,
        threshold.abort().map(abort -> abort.paced(time)),
        threshold.severity(),
        same
            ? threshold.scaling()
            : Optional.of(new Scaling(threshold.measure(), threshold.condition(), by)),
        threshold.implied());
  }

  /** Recovery is known to a second. */
  private static double step(Measure measure) {
    return measure instanceof Recovery
        ? (double) SECOND.toMillis()
        : measure.quantity() == Quantity.COUNT ? 1 : 0;
  }

  /** Windows are whole seconds, at least one. */
  private static Measure paced(Measure measure, double time) {
    if (!(measure instanceof EveryWindow window)) {
      return measure;
    }
    long seconds = Math.round(window.length().toSeconds() * time);
    Duration longest = EveryWindow.LONGEST;
    return new EveryWindow(
        window.figure(),
        seconds < 1
            ? SECOND
            : seconds > longest.toSeconds() ? longest : Duration.ofSeconds(seconds));
  }

  /** By how much the bound follows; of a window, without its length. */
  private static double factor(Measure measure, double users, double time) {
    if (measure instanceof Figure figure) {
      return factor(figure, users, time);
    }
    if (measure instanceof Ratio ratio) {
      return factor(ratio.figure(), users, time) / factor(ratio.by(), users, time);
    }
    if (measure instanceof EveryWindow window) {
      return factor(window.figure(), users, 1);
    }
    if (measure instanceof Recovery) {
      return time;
    }
    return measure instanceof Capacity ? users : 1;
  }

  private static double factor(Figure figure, double users, double time) {
    if (figure.statistic() instanceof Statistic.Status status) {
      return status.share() ? 1 : users * time;
    }
    if (figure.scope().subject() instanceof Subject.Service
        || !(figure.statistic() instanceof Simple simple)) {
      return 1;
    }
    return switch (simple) {
      case REQUEST_COUNT, ERROR_COUNT, SUCCESS_COUNT, COUNT, TOTAL -> users * time;
      case THROUGHPUT, TOTAL_PER_SECOND -> users;
      case MEAN, MIN, MAX, STANDARD_DEVIATION, ERROR_RATE, SHARE, LAST, INCREASE -> 1;
    };
  }

  /** A count within a window follows the window's own length, which is rounded. */
  private static double stretch(Measure written, Measure measure) {
    return written instanceof EveryWindow from
            && measure instanceof EveryWindow to
            && factor(from.figure(), 1, 2) != 1
        ? (double) to.length().toSeconds() / from.length().toSeconds()
        : 1;
  }

  /**
   * What was written, for people: {@code 10 scaled by 0.04}.
   *
   * @param now what it became
   */
  String text(Threshold now) {
    boolean bound = !condition.equals(now.condition());
    String bounds = condition.bounds(measure.quantity());
    if (!(measure instanceof EveryWindow window) || measure.equals(now.measure())) {
      return bounds + " scaled by " + factor();
    }
    String every = "every " + Quantity.duration(window.length());
    return bound ? bounds + " " + every + " scaled" : every + " scaled";
  }

  /** Three digits are enough for people. */
  private String factor() {
    return Quantity.NUMBER.text(by);
  }
}
