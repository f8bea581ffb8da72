package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GeneratorShare;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.internal.verdict.figure.StatisticValue;
import dev.onrush.internal.verdict.figure.UnsentFailures;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.GroupWithoutPauses;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Creates probes for statistics of the samples within a scope. */
public final class FigureProbe {

  /** Gatling's default request timeout: a request without an answer by then has failed. */
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  /** The longest time of a bound. A plan may have set a timeout that is nearly as long. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final String ONE_WAY =
      "a message of a web socket has no response of its own; put the threshold on the check of its"
          + " reply";

  private FigureProbe() {}

  /** Creates the probe for a statistic of one of the service's own metrics. */
  public static Probe of(Figure figure, Service service, List<Phase> phases) {
    return new OfService(
        service.name(),
        new MetricReadings(service.name(), (Simple) figure.statistic()),
        new ScopeTimes(figure.scope(), phases));
  }

  /** Creates the probe for a figure of any other samples. */
  public static Probe of(Figure figure, List<Phase> phases) {
    Predicate<Series> filter = filter(figure.scope(), phases);
    return timeline -> {
      Selection selection = timeline.select(filter);
      Duration length = new ScopeTimes(figure.scope(), phases).before(timeline.loaded());
      Reading reading =
          reading(
                  figure.statistic(),
                  selection,
                  length,
                  selection.unsent() == 0 ? Map.of() : UnsentFailures.of(timeline.totals(), filter))
              .and(mostlyFailed(figure, selection));
      String why =
          reading.value().isPresent() || !reading.detail().isEmpty()
              ? ""
              : why(figure, phases, selection, timeline.elapsed());
      return why.isEmpty() ? reading : Reading.none(reading.samples(), why);
    };
  }

  /**
   * Returns a statistic of samples, with the values that it may have had if all requests had been
   * answered.
   */
  public static Reading reading(Statistic statistic, Selection selection, Duration length) {
    return reading(statistic, selection, length, Map.of());
  }

  private static Reading reading(
      Statistic statistic, Selection selection, Duration length, Map<String, Long> unsent) {
    OptionalDouble value = StatisticValue.of(statistic, selection, length);
    long samples = StatisticValue.samples(statistic, selection);
    List<String> details = new ArrayList<>();
    if (selection.unsent() > 0
        && (StatisticValue.countsAttempts(statistic) || selection.requests() == 0)) {
      String names = unsent.isEmpty() ? "" : " (" + UnsentFailures.names(unsent) + ")";
      details.add(UnsentFailures.text(selection.unsent()) + names);
    }
    List<Double> alternatives = List.of();
    if (selection.unanswered() > 0 && value.isPresent() && dependsOnAnswers(statistic)) {
      details.add(
          Quantity.count(selection.unanswered())
              + " of "
              + Quantity.count(selection.requests(), "request")
              + " had no answer when the run ended");
      alternatives = alternatives(statistic, selection, length);
    }
    return new Reading(
        value,
        samples,
        String.join(Reading.SEPARATOR, details),
        Optional.empty(),
        alternatives,
        GeneratorShare.of(statistic, selection, length, value),
        0);
  }

  private static boolean dependsOnAnswers(Statistic statistic) {
    return statistic != Simple.REQUEST_COUNT && statistic != Simple.THROUGHPUT;
  }

  private static List<Double> alternatives(
      Statistic statistic, Selection selection, Duration length) {
    if (statistic instanceof Status status) {
      // Each missing answer may have had this status.
      double most = StatisticValue.statusCount(status, selection) + selection.unanswered();
      return List.of(StatisticValue.of(status, most, selection));
    }
    List<Double> alternatives = new ArrayList<>();
    for (Selection other :
        List.of(selection.ifAnswered(), selection.ifFailedAfter(longest(statistic)))) {
      StatisticValue.of(statistic, other, length).ifPresent(alternatives::add);
    }
    return alternatives;
  }

  /**
   * Returns the longest time that a request without an answer is assumed to take. Percentiles are
   * the same for all times beyond their bound, so any time is possible. Sums are not: a single
   * request of a day would decide each of them.
   */
  private static Duration longest(Statistic statistic) {
    return statistic.match(
        percentile -> LONGEST,
        status -> USUAL_TIMEOUT,
        apdex -> LONGEST,
        simple -> simple == Simple.MAX || simple == Simple.MIN ? LONGEST : USUAL_TIMEOUT);
  }

  /** The reason why there is no figure; empty if it is only that there was no sample. */
  private static String why(
      Figure figure, List<Phase> phases, Selection selection, Duration elapsed) {
    if (StatisticValue.samples(figure.statistic(), selection) > 0) {
      return figure.quantity() == Quantity.FREQUENCY
          ? "the time of the threshold has not begun"
          : "no request got a response";
    }
    if (selection.requests() > 0) {
      return ONE_WAY;
    }
    Optional<String> phase = figure.scope().phase();
    Duration start = new ScopeTimes(figure.scope(), phases).start();
    return phase.isPresent() && start.compareTo(elapsed) > 0
        ? phase.get()
            + " begins at "
            + Quantity.clock(start)
            + ", but only "
            + Quantity.clock(elapsed)
            + " of the run was recorded"
        : "";
  }

  /**
   * The text {@code 24 of 24 requests failed} for a response time or throughput, if more than half
   * of its requests failed; otherwise empty.
   */
  static String mostlyFailed(Figure figure, Selection selection) {
    return mostlyFailed(figure, selection.failures() - selection.unsent(), selection.timed());
  }

  /** Returns this text for these numbers of failures and requests. */
  static String mostlyFailed(Figure figure, long failures, long requests) {
    boolean affected =
        figure.quantity() == Quantity.TIME || figure.statistic() == Simple.THROUGHPUT;
    return affected && 2 * failures > requests
        ? Quantity.count(failures) + " of " + Quantity.count(requests, "request") + " failed"
        : "";
  }

  /** A probe of one of the service's own metrics, reading by reading. */
  private record OfService(String metric, MetricReadings readings, ScopeTimes times)
      implements Probe {

    @Override
    public void add(Interval interval, Row row) {
      if (times.contains(interval.start(), interval.end())) {
        readings.add(interval.length(), reading(interval, metric));
      }
    }

    @Override
    public Reading read(Timeline timeline) {
      return readings.read();
    }
  }

  /** The reading of a metric of the service in an interval; empty if there was none. */
  static OptionalDouble reading(Interval interval, String metric) {
    Double reading = interval.service().get(metric);
    return reading == null ? OptionalDouble.empty() : OptionalDouble.of(reading);
  }

  /**
   * The reading of the metric that a figure refers to; empty also if it does not refer to a metric
   * of the service.
   */
  static OptionalDouble reading(Interval interval, Figure figure) {
    return figure.scope().subject() instanceof Service service
        ? reading(interval, service.name())
        : OptionalDouble.empty();
  }

  /** Returns a filter for the series whose samples are within {@code scope}. */
  public static Predicate<Series> filter(Scope scope, List<Phase> phases) {
    Predicate<Series> atAnyTime = atAnyTime(scope, phases);
    if (scope.phase().isEmpty()) {
      return atAnyTime;
    }
    List<String> titles = Phase.titles(scope, phases);
    return atAnyTime.and(series -> titles.contains(series.phase()));
  }

  private static Predicate<Series> atAnyTime(Scope scope, List<Phase> phases) {
    Predicate<String> userClass = userClasses(scope, phases);
    return filter(scope.subject()).and(series -> userClass.test(series.userClass()));
  }

  /**
   * Returns the filter of a scope for responses of any phase that is counted. A rate in a time is
   * the number of responses that end in it, no matter when their requests were sent.
   */
  static Predicate<Series> filterOfAnyPhase(Scope scope, List<Phase> phases) {
    if (scope.phase().isEmpty()) {
      return filter(scope, phases);
    }
    Set<String> notCounted =
        phases.stream()
            .filter(phase -> !phase.isCounted())
            .map(Phase::title)
            .collect(Collectors.toSet());
    return atAnyTime(scope, phases).and(series -> !notCounted.contains(series.phase()));
  }

  /**
   * Returns a filter for the user classes whose samples are within {@code scope}: one class, the
   * classes of a flow, or all.
   */
  public static Predicate<String> userClasses(Scope scope, List<Phase> phases) {
    if (scope.userClass().isPresent()) {
      return scope.userClass().get()::equals;
    }
    Optional<RunFlow> flow =
        scope.flow().isEmpty()
            ? Optional.empty()
            : Phase.within(scope, phases).stream().flatMap(p -> p.flow().stream()).findFirst();
    return userClass -> flow.map(f -> f.has(userClass)).orElse(true);
  }

  private static Predicate<Series> filter(Subject subject) {
    return switch (subject.source()) {
      case REQUESTS -> series -> series.kind() == Kind.REQUEST && subject.matches(series.name());
      case GROUP -> {
        Kind kind = subject instanceof GroupWithoutPauses ? Kind.GROUP_WITHOUT_PAUSES : Kind.GROUP;
        yield series -> series.kind() == kind && subject.matches(series.name());
      }
      case METRIC -> series -> series.kind() == Kind.METRIC && subject.matches(series.name());
      case SERVICE -> series -> false; // service readings are in no series
    };
  }
}
