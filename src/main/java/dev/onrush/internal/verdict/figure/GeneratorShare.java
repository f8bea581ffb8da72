package dev.onrush.internal.verdict.figure;

import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Service;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The part of a figure that the generator itself may have caused. A time lies between its value
 * without the generator's share and its measured value. A count of failures lies between its value
 * without the failures that a burst after a standstill may have caused, and all failures. Other
 * counts have no such part.
 */
public final class GeneratorShare {

  /** Of the normal distribution; it is exceeded in 0.5 % of all cases. */
  private static final double QUANTILE = 2.576;

  /** With a smaller share of requests outside of bursts, these say nothing about the others. */
  private static final double FEW = 0.1;

  private static final double MOST = 0.5;

  /** Timeout, too early, too many requests. */
  private static final Set<String> FOR_LACK_OF_RESOURCES = Set.of("408", "425", "429");

  private GeneratorShare() {}

  /**
   * Returns the range of the true value of a figure; empty if the generator's share is unknown.
   *
   * @param value as measured
   */
  public static Optional<Uncertainty> of(
      Statistic statistic, Selection selection, Duration length, OptionalDouble value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    double measured = value.getAsDouble();
    if (statistic == Simple.SHARE) {
      return Optional.empty(); // of one of the simulation's own metrics
    }
    if (!isOfTimes(statistic)) {
      return Optional.of(inBurst(statistic, selection, length, measured));
    }
    if (!selection.isLeastKnown()) {
      return Optional.empty();
    }
    if (statistic == Simple.STANDARD_DEVIATION) {
      return Optional.of(deviation(measured, selection));
    }
    OptionalDouble least =
        StatisticValue.of(statistic, selection.ifSucceededInBurst().atLeast(), length);
    return least.isEmpty()
        ? Optional.empty()
        : Optional.of(Uncertainty.between(least.getAsDouble(), measured));
  }

  /**
   * Returns the range of a count or a rate: a request that failed in a burst after a standstill may
   * have succeeded without the burst, with any status that {@link #mayHide its own may hide}.
   */
  private static Uncertainty inBurst(
      Statistic statistic, Selection selection, Duration length, double measured) {
    if (statistic instanceof Status status) {
      Tally doubtful = selection.doubtfulStatus();
      double count = StatisticValue.statusCount(status, selection);
      double least = count - StatisticValue.statusCount(status, doubtful);
      return Uncertainty.between(
          StatisticValue.of(status, least, selection),
          StatisticValue.of(status, count + hidden(status, doubtful), selection));
    }
    if (selection.failedInBurst().requests() == 0) {
      return Uncertainty.none(measured);
    }
    double other =
        StatisticValue.of(statistic, selection.ifSucceededInBurst(), length).orElse(measured);
    return Uncertainty.between(other + failingAnyway(selection) * (measured - other), measured);
  }

  /** The doubtful requests without this status that may have had it without the burst. */
  private static long hidden(Status status, Tally doubtful) {
    long others =
        doubtful.codes().entrySet().stream()
            .filter(e -> status.matches(e.getKey()) || !mayHide(e.getKey(), status))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return doubtful.requests() - others;
  }

  /**
   * Whether an answer in a burst may have had another status without the burst. A burst can only
   * make an answer worse: a 404 may be due to a request before it that failed, and would then have
   * been a 200, but never a 503. An answer that a service gives for lack of resources may hide any
   * other.
   *
   * @param code of the answer
   */
  private static boolean mayHide(String code, Status other) {
    boolean isOfClient = code.startsWith("4") && !FOR_LACK_OF_RESOURCES.contains(code);
    return !isOfClient || other.code().charAt(0) < '4';
  }

  /**
   * Returns the share of the requests that failed in bursts which would certainly have failed
   * without them: as many as of all other requests. It is 0 unless most of the others fail, as with
   * a wrong path or an expired token, because a few failures among them may still be consequences
   * of a burst.
   *
   * <p>The share of the others is the lower end of its 99 % interval. It is lower than it could be,
   * because requests that succeeded in a burst are among the others.
   */
  private static double failingAnyway(Selection selection) {
    long inBurst = selection.failedInBurst().requests();
    long others = selection.timed() - inBurst;
    if (others < FEW * selection.timed()) {
      return 0;
    }
    long failed = selection.failures() - selection.unsent() - inBurst;
    double least = WilsonInterval.of(failed, others, QUANTILE).low();
    return least > MOST ? least : 0;
  }

  /** Whether a statistic is based on times, which may contain the generator's share. */
  private static boolean isOfTimes(Statistic statistic) {
    return statistic.match(
        percentile -> true,
        status -> false,
        apdex -> true,
        simple ->
            switch (simple) {
              case MEAN, MIN, MAX, STANDARD_DEVIATION, TOTAL, TOTAL_PER_SECOND -> true;
              default -> false;
            });
  }

  /**
   * Returns the range of a standard deviation. It changes by at most the root mean square of the
   * changes of the single times, which is at most the geometric mean of their mean and their
   * greatest.
   */
  private static Uncertainty deviation(double measured, Selection selection) {
    Distribution times = selection.all().times();
    double mean = times.mean() - selection.all().atLeast().times().mean();
    double most = Math.sqrt(times.max() * Math.max(0, mean));
    return new Uncertainty(Math.max(0, measured - most), measured + most);
  }

  /**
   * Whether a finding about the generator within the judged time makes the judgement doubtful. A
   * finding that makes times doubtful affects neither figures whose range is known nor counts of
   * failures. But a generator that stands still sends less than it could, so rates and counts of
   * requests are doubtful unless the verdict would be the same with more requests.
   */
  public static boolean isDoubtful(Judgement judgement, GeneratorFinding finding) {
    Measure measure = judgement.threshold().measure();
    if (finding.effect() == Effect.LOAD) {
      return true;
    }
    if (isOfService(measure) || isWithoutSamples(judgement)) {
      return false;
    }
    if (judgement.uncertainty().isEmpty()) {
      return true;
    }
    if (measure.figures().stream().noneMatch(GeneratorShare::isOfRate)) {
      return false;
    }
    boolean direct = measure instanceof Figure || measure instanceof EveryWindow;
    return !direct || !holdsWithMore(judgement);
  }

  /** Whether a measure is only about the service's own metrics, which the generator just reads. */
  private static boolean isOfService(Measure measure) {
    return !measure.figures().isEmpty()
        && measure.figures().stream().allMatch(f -> f.scope().subject() instanceof Service);
  }

  /**
   * Whether there was nothing to judge: a generator that is too slow does not leave out requests.
   */
  private static boolean isWithoutSamples(Judgement judgement) {
    return judgement.verdict() == Verdict.NO_DATA && judgement.samples() == 0;
  }

  /** Whether a figure is a rate or a count of requests, which the generator can make too low. */
  public static boolean isOfRate(Figure figure) {
    return figure.statistic() instanceof Simple simple
        && switch (simple) {
          case THROUGHPUT, REQUEST_COUNT, SUCCESS_COUNT, COUNT, TOTAL_PER_SECOND -> true;
          default -> false;
        };
  }

  /**
   * Whether a figure grows with the number of requests, which the generator can make too low: a
   * rate or a count of anything, also of failures. That there were none says something even if
   * there were fewer requests.
   */
  public static boolean growsWithLoad(Figure figure) {
    return isOfRate(figure) || figure.statistic().onlyGrows();
  }

  /** Whether the verdict would be the same if there had been more requests. */
  private static boolean holdsWithMore(Judgement judgement) {
    if (!(judgement.threshold().condition() instanceof Bound bound)) {
      return false;
    }
    boolean atLeast =
        bound.comparison() == Comparison.ABOVE || bound.comparison() == Comparison.AT_LEAST;
    boolean atMost =
        bound.comparison() == Comparison.BELOW || bound.comparison() == Comparison.AT_MOST;
    return (atLeast && judgement.verdict() == Verdict.PASS)
        || (atMost && judgement.verdict() == Verdict.FAIL);
  }
}
