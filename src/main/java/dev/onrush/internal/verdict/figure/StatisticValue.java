package dev.onrush.internal.verdict.figure;

import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/** Calculates the value of each statistic, from samples and from readings. */
public final class StatisticValue {

  private StatisticValue() {}

  public static double statusCount(Status status, Selection selection) {
    return statusCount(status, selection.all());
  }

  static double statusCount(Status status, Tally responses) {
    return (double)
        responses.codes().entrySet().stream()
            .filter(e -> status.matches(e.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  /**
   * Returns the value of a statistic of samples; empty if there is no sample for it. A request
   * without an answer counts as a failure, with the time that it had waited.
   *
   * @param length the length of the time in which the samples were taken
   */
  public static OptionalDouble of(Statistic statistic, Selection selection, Duration length) {
    double seconds = length.toNanos() / 1e9;
    long requests = selection.requests();
    if (selection.attempts() == 0
        || (requests == 0 && !countsAttempts(statistic))
        || (isOfAnswers(statistic) && samples(statistic, selection) == 0)) {
      return OptionalDouble.empty();
    }
    Distribution times = selection.all().times();
    return statistic.match(
        at -> unlessEmpty(times, times.at(at.percentile())),
        status -> OptionalDouble.of(of(status, statusCount(status, selection), selection)),
        apdex -> {
          Distribution good = selection.ok().times();
          double target = apdex.target().toNanos() / 1e6;
          double satisfied = good.countUpTo(target);
          double tolerating = good.countUpTo(4 * target) - satisfied;
          return unlessEmpty(times, (satisfied + tolerating / 2) / times.count());
        },
        simple -> of(simple, selection, seconds));
  }

  /** Returns the value of a statistic of a status for this number of responses with it. */
  public static double of(Status status, double count, Selection selection) {
    return status.share() ? 100 * count / selection.timed() : count;
  }

  /** The value of a time without samples: 0 for counts and rates; empty for times and shares. */
  public static OptionalDouble withoutSamples(Figure figure) {
    return figure.statistic().onlyGrows() || figure.quantity() == Quantity.FREQUENCY
        ? OptionalDouble.of(0)
        : OptionalDouble.empty();
  }

  /** Whether a figure is a response time, a share of the responses, or a value of a metric. */
  public static boolean isOfResponses(Figure figure) {
    return withoutSamples(figure).isEmpty() && !(figure.scope().subject() instanceof Service);
  }

  /** Whether a time without samples breaks a condition: 0/s is less than 10/s. */
  public static boolean needsLoad(Figure figure, Condition condition) {
    return withoutSamples(figure).stream().anyMatch(nothing -> !condition.holds(nothing));
  }

  /** The number of samples that a statistic is based on. */
  public static long samples(Statistic statistic, Selection selection) {
    if (countsAttempts(statistic)) {
      return selection.answerable();
    }
    return statistic == Simple.REQUEST_COUNT || statistic == Simple.THROUGHPUT
        ? selection.requests()
        : selection.timed();
  }

  /** Whether a statistic counts outcomes of requests. A message of a web socket has none. */
  private static boolean isOfAnswers(Statistic statistic) {
    return statistic instanceof Status || countsAttempts(statistic);
  }

  private static OptionalDouble of(Simple statistic, Selection selection, double seconds) {
    long requests = selection.requests();
    Distribution times = selection.all().times();
    return switch (statistic) {
      case MEAN -> unlessEmpty(times, times.mean());
      case MIN -> unlessEmpty(times, times.min());
      case MAX -> unlessEmpty(times, times.max());
      case STANDARD_DEVIATION -> unlessEmpty(times, times.standardDeviation());
      case ERROR_RATE -> OptionalDouble.of(selection.errorRate());
      case ERROR_COUNT -> OptionalDouble.of((double) selection.failures());
      case SUCCESS_COUNT -> OptionalDouble.of((double) selection.succeeded());
      case REQUEST_COUNT, COUNT -> OptionalDouble.of((double) requests);
      case THROUGHPUT -> per(seconds, (double) requests);
      case TOTAL -> OptionalDouble.of(times.sum());
      case TOTAL_PER_SECOND -> per(seconds, times.sum());
      case SHARE -> OptionalDouble.of(selection.successRate());
      case LAST, INCREASE -> OptionalDouble.empty(); // only of readings
    };
  }

  /** Whether a statistic also counts requests that were never sent. */
  public static boolean countsAttempts(Statistic statistic) {
    return statistic == Simple.ERROR_RATE
        || statistic == Simple.ERROR_COUNT
        || statistic == Simple.SUCCESS_COUNT;
  }

  /** Returns the value of a statistic of readings; empty without readings, and for an increase. */
  public static OptionalDouble of(Simple statistic, Readings readings) {
    if (readings.count() == 0) {
      return OptionalDouble.empty();
    }
    return switch (statistic) {
      case MEAN -> OptionalDouble.of(readings.mean());
      case MIN -> OptionalDouble.of(readings.min());
      case MAX -> OptionalDouble.of(readings.max());
      case LAST -> OptionalDouble.of(readings.last());
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble unlessEmpty(Distribution times, double value) {
    return times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalDouble per(double seconds, double number) {
    return seconds <= 0 ? OptionalDouble.empty() : OptionalDouble.of(number / seconds);
  }
}
