package dev.onrush.dsl;

import dev.onrush.internal.gatling.metric.MetricAction;
import dev.onrush.internal.gatling.metric.MetricKind;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A custom metric that goes up and down, such as the length of a queue or the age of a snapshot.
 * Immutable.
 *
 * @param name unique among the metrics of a simulation
 * @since 0.1.0
 */
public record Gauge(String name) {

  /**
   * Creates a gauge with this name.
   *
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public Gauge {
    Metrics.checkName(name, "gauge", "queue length");
  }

  /**
   * Returns a chain step that records a reading.
   *
   * @param value returns 0 or more and less than 10^12, kept to three decimals; any other value
   *     counts as a failure, which is part of the error rate
   * @throws IllegalArgumentException if {@code value} is null
   */
  public ActionBuilder record(ToDoubleFunction<Session> value) {
    return MetricAction.value(
        MetricKind.GAUGE, name, Given.value(value, "function of gauge \"" + name + "\""));
  }

  /** The arithmetic mean of the readings. */
  public ScopeSteps<Number> mean() {
    return Metrics.figure(name, Simple.MEAN);
  }

  /** The lowest reading. */
  public ScopeSteps<Number> min() {
    return Metrics.figure(name, Simple.MIN);
  }

  /** The highest reading. */
  public ScopeSteps<Number> max() {
    return Metrics.figure(name, Simple.MAX);
  }
}
