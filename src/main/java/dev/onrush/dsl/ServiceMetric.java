package dev.onrush.dsl;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Given;

/**
 * A metric of the service, read from its Prometheus endpoint once a second. Immutable.
 *
 * @param name of the metric, and labels that select among its series, if any: {@code
 *     jvm_memory_used_bytes{area="heap"}}; those that match are added up
 * @since 0.1.0
 */
public record ServiceMetric(String name) {

  /**
   * A metric of this name.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public ServiceMetric {
    Given.value(name, "name of a metric of the service");
  }

  /** The arithmetic mean of the readings. */
  public ScopeSteps<Number> mean() {
    return figure(Simple.MEAN);
  }

  /** The lowest reading. */
  public ScopeSteps<Number> min() {
    return figure(Simple.MIN);
  }

  /** The highest reading. */
  public ScopeSteps<Number> max() {
    return figure(Simple.MAX);
  }

  /** The latest reading. */
  public ScopeSteps<Number> last() {
    return figure(Simple.LAST);
  }

  /**
   * The latest reading less the first one: of a counter, its growth. A counter, whose name ends as
   * in {@code _total}, that falls by more than half has begun anew at 0; one that falls by less has
   * not grown. A window begins with the reading before it.
   */
  public ScopeSteps<Number> increase() {
    return figure(Simple.INCREASE);
  }

  private ScopeSteps<Number> figure(Simple statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Service(name))), Number::doubleValue);
  }
}
