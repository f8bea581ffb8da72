package dev.onrush.dsl;

import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Given;

/**
 * A metric of the service, read from its Prometheus endpoint once a second.
 *
 * @param name of the metric, and labels that select among its series, if any: {@code
 *     jvm_memory_used_bytes{area="heap"}}; those that match are added up
 */
public record ServiceMetric(String name) {

  public ServiceMetric {
    Given.value(name, "name of a metric of the service");
  }

  public ScopeSteps<Double> mean() {
    return figure(Simple.MEAN);
  }

  public ScopeSteps<Double> min() {
    return figure(Simple.MIN);
  }

  public ScopeSteps<Double> max() {
    return figure(Simple.MAX);
  }

  /** The latest reading. */
  public ScopeSteps<Double> last() {
    return figure(Simple.LAST);
  }

  /** The latest reading less the first one: of a counter, what it grew. */
  public ScopeSteps<Double> increase() {
    return figure(Simple.INCREASE);
  }

  private ScopeSteps<Double> figure(Simple statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Service(name))), Double::doubleValue);
  }
}
