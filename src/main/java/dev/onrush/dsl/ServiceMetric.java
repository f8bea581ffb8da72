package dev.onrush.dsl;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Given;

/**
 * A metric of the service under test, read from its Prometheus endpoint once a second. Immutable.
 *
 * @param name the name of the metric, optionally with labels that select some of its series: {@code
 *     jvm_memory_used_bytes{area="heap"}}; the values of the matching series are added up
 * @since 0.1.0
 */
public record ServiceMetric(String name) {

  /**
   * Creates a metric with this name.
   *
   * @throws IllegalArgumentException if {@code name} is null
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
   * The latest reading minus the first one; for a counter, its growth. A metric is treated as a
   * counter if its name ends like that of a counter, for example in {@code _total}. A counter that
   * falls by more than half is taken to have restarted at 0. A counter that falls by less is taken
   * not to have grown between the two readings. A window counts from the last reading before it.
   */
  public ScopeSteps<Number> increase() {
    return figure(Simple.INCREASE);
  }

  private ScopeSteps<Number> figure(Simple statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Service(name))), Number::doubleValue);
  }
}
