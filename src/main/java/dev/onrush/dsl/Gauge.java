package dev.onrush.dsl;

import dev.onrush.internal.gatling.MetricAction;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A metric of your own that goes up and down: the length of a queue, the age of a snapshot.
 *
 * @param name unique among a simulation's metrics
 */
public record Gauge(String name) {

  public Gauge {
    Given.value(name, "name of a gauge");
  }

  /** A step of a chain that reads it; 0 or more, to three decimals. */
  public ActionBuilder record(ToDoubleFunction<Session> value) {
    return MetricAction.value(name, Given.value(value, "what gauge \"" + name + "\" records"));
  }

  public ScopeSteps<Double> mean() {
    return Metrics.figure(name, Simple.MEAN);
  }

  public ScopeSteps<Double> min() {
    return Metrics.figure(name, Simple.MIN);
  }

  public ScopeSteps<Double> max() {
    return Metrics.figure(name, Simple.MAX);
  }
}
