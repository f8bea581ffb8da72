package dev.onrush.threshold;

import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.AllRequests;
import dev.onrush.threshold.Subject.EachRequest;
import dev.onrush.threshold.Subject.Metric;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A statistic of a scope: {@code p95 of Login in spike}. */
public record Figure(Statistic statistic, Scope scope) implements Measure {

  private static final Set<Simple> OF_ALL = EnumSet.of(Simple.MEAN, Simple.MIN, Simple.MAX);

  private static final Set<Simple> OF_REQUESTS =
      EnumSet.of(
          Simple.STANDARD_DEVIATION,
          Simple.ERROR_RATE,
          Simple.ERROR_COUNT,
          Simple.SUCCESS_COUNT,
          Simple.THROUGHPUT,
          Simple.REQUEST_COUNT);

  private static final Set<Simple> OF_METRICS =
      EnumSet.of(
          Simple.STANDARD_DEVIATION,
          Simple.COUNT,
          Simple.TOTAL,
          Simple.TOTAL_PER_SECOND,
          Simple.SHARE);

  private static final Set<Simple> OF_SERVICE = EnumSet.of(Simple.LAST, Simple.INCREASE);

  public Figure {
    Given.value(statistic, "statistic of a threshold");
    Given.value(scope, "scope of a threshold");
    if (!fits(statistic, scope.subject())) {
      throw new IllegalArgumentException(
          "threshold asks for \""
              + statistic
              + scope
              + "\", which there is not; requests have p95, mean, min, max, standard deviation, error"
              + " rate, error count, success count, throughput, request count, and (groups do not) share of status"
              + " 503, count of status 5xx and apdex(500 ms); metrics have p95, mean, min, max,"
              + " standard deviation, count, total, total per second and share; a service has mean,"
              + " min, max, last and increase");
    }
    if (scope.subject() instanceof Subject.Service && scope.userClass().isPresent()) {
      throw new IllegalArgumentException(
          "threshold asks for \""
              + statistic
              + scope
              + "\"; a service's metric is of no user class; leave out by(…)");
    }
  }

  private static boolean fits(Statistic statistic, Subject subject) {
    boolean metric = subject instanceof Metric;
    boolean service = subject instanceof Subject.Service;
    if (statistic instanceof Simple simple) {
      return OF_ALL.contains(simple)
          || (metric ? OF_METRICS : service ? OF_SERVICE : OF_REQUESTS).contains(simple);
    }
    if (statistic instanceof AtPercentile) {
      return !service;
    }
    return subject instanceof AllRequests
        || subject instanceof EachRequest
        || subject instanceof Request;
  }

  public Figure with(Scope other) {
    return new Figure(statistic, other);
  }

  @Override
  public List<Figure> figures() {
    return List.of(this);
  }

  @Override
  public Figure ofRequest(String name) {
    return with(scope.of(new Request(name)));
  }

  @Override
  public Figure renamed(UnaryOperator<String> rename) {
    return with(scope.renamed(rename));
  }

  @Override
  public Quantity quantity() {
    boolean timed =
        !(scope.subject() instanceof Metric || scope.subject() instanceof Subject.Service);
    if (statistic instanceof AtPercentile) {
      return timed ? Quantity.TIME : Quantity.NUMBER;
    }
    if (statistic instanceof Status status) {
      return status.share() ? Quantity.SHARE : Quantity.COUNT;
    }
    if (statistic instanceof Apdex) {
      return Quantity.NUMBER;
    }
    return switch ((Simple) statistic) {
      case MEAN, MIN, MAX, STANDARD_DEVIATION -> timed ? Quantity.TIME : Quantity.NUMBER;
      case ERROR_RATE, SHARE -> Quantity.SHARE;
      case ERROR_COUNT, SUCCESS_COUNT, REQUEST_COUNT, COUNT -> Quantity.COUNT;
      case THROUGHPUT -> Quantity.FREQUENCY;
      case TOTAL_PER_SECOND -> Quantity.FREQUENCY;
      case TOTAL, LAST, INCREASE -> Quantity.NUMBER;
    };
  }

  @Override
  public String toString() {
    return statistic.toString() + scope;
  }
}
