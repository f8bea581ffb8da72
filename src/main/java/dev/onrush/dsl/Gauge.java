package dev.onrush.dsl;

import dev.onrush.internal.gatling.action.MetricAction;
import dev.onrush.internal.gatling.action.MetricKind;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A metric of your own that goes up and down: the length of a queue, the age of a snapshot.
 * Immutable.
 *
 * @param name unique among a simulation's metrics
 * @since 0.1.0
 */
public record Gauge(String name) {

  /**
   * A metric of this name.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Gauge {
    Given.value(name, "name of a gauge");
  }

  /**
   * A step of a chain that records a reading.
   *
   * @param value returns 0 or more, kept to three decimals
   * @throws IllegalArgumentException if it is null
   */
  public ActionBuilder record(ToDoubleFunction<Session> value) {
    return MetricAction.value(
        MetricKind.GAUGE, name, Given.value(value, "what gauge \"" + name + "\" records"));
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
