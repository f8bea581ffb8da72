package dev.onrush.threshold;

import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject.Source;
import java.util.Set;

/** Checks which statistic of which samples exists, and which can be compared with other samples. */
final class FigureValidation {

  /** The statistics that are compared, in addition to percentiles below 100. */
  static final Set<Statistic> COMPARED = Set.of(Simple.MEAN, Simple.ERROR_RATE, Simple.THROUGHPUT);

  private FigureValidation() {}

  /**
   * Checks that the samples of a scope have a statistic.
   *
   * @throws IllegalArgumentException if they do not, or if a metric of the service is restricted to
   *     a user class
   */
  static void checkExists(Statistic statistic, Scope scope) {
    if (!statistic.fits(scope.subject().source())) {
      throw new IllegalArgumentException(
          "threshold asks for \""
              + statistic
              + scope
              + "\", which does not exist; requests have p95, mean, min, max, standard deviation,"
              + " error rate, error count, success count, throughput, request count, and (groups"
              + " do not) share of status 503, count of status 5xx and apdex(500 ms); metrics"
              + " have p95, mean, min, max, standard deviation, count, total, total per second"
              + " and share; a service has mean, min, max, last and increase");
    }
    if (scope.subject().source() == Source.SERVICE && scope.userClass().isPresent()) {
      throw new IllegalArgumentException(
          "threshold asks for \""
              + statistic
              + scope
              + "\"; a metric of the service has no user class; remove by(…)");
    }
  }

  /**
   * Checks that a statistic of a scope can be compared with a baseline.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static void checkComparedWithBaseline(Statistic statistic, Scope scope) {
    if (!isCompared(statistic, scope)) {
      throw new IllegalArgumentException(
          "threshold compares \""
              + statistic
              + scope
              + "\" with a baseline; percentiles below 100, mean, error rate and throughput of all"
              + " requests, of one or of each are compared");
    }
  }

  /**
   * Checks that a statistic of a scope can be compared with A in a duet.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static void checkComparedWithA(Statistic statistic, Scope scope) {
    boolean whole =
        scope.userClass().isEmpty() && scope.phase().isEmpty() && scope.flow().isEmpty();
    if (!isCompared(statistic, scope) || !whole) {
      throw new IllegalArgumentException(
          "threshold compares \""
              + statistic
              + scope
              + "\" with A; percentiles below 100, mean, error rate and throughput of all"
              + " requests, of one or of each are compared, over the whole run and all users");
    }
  }

  private static boolean isCompared(Statistic statistic, Scope scope) {
    boolean percentile =
        statistic instanceof Statistic.AtPercentile at && at.percentile().value() < 100;
    return (percentile || COMPARED.contains(statistic))
        && scope.subject().source() == Source.REQUESTS;
  }
}
