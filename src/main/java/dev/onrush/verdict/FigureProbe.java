package dev.onrush.verdict;

import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Readings;
import dev.onrush.metrics.Series;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Group;
import dev.onrush.threshold.Subject.Metric;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Subject.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Statistics of what lies within a scope. */
final class FigureProbe {

  private FigureProbe() {}

  /** Of what a service says of itself. */
  static Probe of(Figure figure, Service service, List<Phase> phases) {
    return new OfService(
        service.name(), (Simple) figure.statistic(), new Times(figure.scope(), phases));
  }

  /** Of anything else. */
  static Probe of(Figure figure, List<Phase> phases) {
    Predicate<Series> filter = filter(figure.scope(), phases);
    return timeline -> {
      Selection selection = timeline.select(filter);
      Duration length = lengthOf(figure.scope(), phases, timeline.elapsed());
      return new Reading(value(figure.statistic(), selection, length), selection.requests(), "");
    };
  }

  /** What the service says of itself, reading by reading. */
  private static final class OfService implements Probe {
    private final String metric;
    private final Simple statistic;
    private final Times times;
    private final Readings readings = new Readings();

    OfService(String metric, Simple statistic, Times times) {
      this.metric = metric;
      this.statistic = statistic;
      this.times = times;
    }

    @Override
    public void add(Interval interval, Row row) {
      Double reading = row.service().get(metric);
      if (reading != null && times.contains(row.start(), row.end())) {
        readings.add(reading);
      }
    }

    @Override
    public Reading read(Timeline timeline) {
      return new Reading(value(statistic, readings), readings.count(), "");
    }
  }

  /** The series whose samples are within {@code scope}. */
  static Predicate<Series> filter(Scope scope, List<Phase> phases) {
    Predicate<Series> subject = filter(scope.subject());
    List<String> names =
        scope
            .phase()
            .map(
                phase ->
                    phase.equals(Scope.STEADY_STATE)
                        ? Phase.meant(phase, phases).stream().map(Phase::name).toList()
                        : List.of(phase))
            .orElse(List.of());
    return series ->
        subject.test(series)
            && scope.userClass().map(series.userClass()::equals).orElse(true)
            && (scope.phase().isEmpty() || names.contains(series.phase()));
  }

  private static Predicate<Series> filter(Subject subject) {
    if (subject instanceof Request request) {
      return series -> series.kind() == Kind.REQUEST && request.matches(series.name());
    }
    if (subject instanceof Group group) {
      Request path = new Request(group.name()); // a group within groups is named alike
      return series -> series.kind() == Kind.GROUP && path.matches(series.name());
    }
    if (subject instanceof Metric metric) {
      return series -> series.kind() == Kind.METRIC && series.name().equals(metric.name());
    }
    return series -> series.kind() == Kind.REQUEST && !(subject instanceof Service);
  }

  /**
   * A statistic of samples; empty where there is none of this statistic.
   *
   * @param length of the time in which they were taken
   */
  static OptionalDouble value(Statistic statistic, Selection selection, Duration length) {
    double seconds = length.toNanos() / 1e9;
    long requests = selection.requests();
    if (requests == 0) {
      return OptionalDouble.empty();
    }
    Distribution times = selection.all().times();
    if (statistic instanceof AtPercentile at) {
      return of(times, times.at(at.percentile()));
    }
    if (statistic instanceof Status status) {
      long count =
          selection.all().codes().entrySet().stream()
              .filter(e -> status.matches(e.getKey()))
              .mapToLong(Map.Entry::getValue)
              .sum();
      return OptionalDouble.of(status.share() ? 100.0 * count / requests : (double) count);
    }
    if (statistic instanceof Apdex apdex) {
      Distribution good = selection.ok().times();
      double target = apdex.target().toNanos() / 1e6;
      double satisfied = good.countUpTo(target);
      double tolerating = good.countUpTo(4 * target) - satisfied;
      return OptionalDouble.of((satisfied + tolerating / 2) / requests);
    }
    return switch ((Simple) statistic) {
      case MEAN -> of(times, times.mean());
      case MIN -> of(times, times.min());
      case MAX -> of(times, times.max());
      case STANDARD_DEVIATION -> of(times, times.standardDeviation());
      case ERROR_RATE -> OptionalDouble.of(selection.errorRate());
      case ERROR_COUNT -> OptionalDouble.of((double) selection.failures());
      case REQUEST_COUNT, COUNT -> OptionalDouble.of((double) requests);
      case THROUGHPUT -> per(seconds, (double) requests);
      case TOTAL -> OptionalDouble.of(times.sum());
      case TOTAL_PER_SECOND -> per(seconds, times.sum());
      case SHARE -> OptionalDouble.of(100 - selection.errorRate());
      case LAST, INCREASE -> OptionalDouble.empty(); // of readings only
    };
  }

  /** A statistic of readings, in their order; empty where there is none. */
  static OptionalDouble value(Simple statistic, Readings readings) {
    if (readings.count() == 0) {
      return OptionalDouble.empty();
    }
    return switch (statistic) {
      case MEAN -> OptionalDouble.of(readings.mean());
      case MIN -> OptionalDouble.of(readings.min());
      case MAX -> OptionalDouble.of(readings.max());
      case LAST -> OptionalDouble.of(readings.last());
      case INCREASE -> OptionalDouble.of(readings.last() - readings.first());
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble of(Distribution times, double value) {
    return times.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static OptionalDouble per(double seconds, double number) {
    return seconds <= 0 ? OptionalDouble.empty() : OptionalDouble.of(number / seconds);
  }

  /**
   * How much of a scope's time lies before {@code elapsed}. Throughput is requests by this time.
   */
  static Duration lengthOf(Scope scope, List<Phase> phases, Duration elapsed) {
    return new Times(scope, phases).before(elapsed);
  }
}
