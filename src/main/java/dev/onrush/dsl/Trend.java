package dev.onrush.dsl;

import dev.onrush.internal.gatling.MetricAction;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import dev.onrush.units.Percentile;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A metric of your own with a distribution: results of a search, the size of a basket.
 *
 * @param name unique among a simulation's metrics
 */
public record Trend(String name) {

  public Trend {
    Given.value(name, "name of a trend");
  }

  /** A step of a chain that records a sample; 0 or more, to three decimals. */
  public ActionBuilder record(ToDoubleFunction<Session> value) {
    return MetricAction.value(name, Given.value(value, "what trend \"" + name + "\" records"));
  }

  /** Any percentile of the samples: above 0, at most 100; nearest rank. */
  public ScopeSteps<Double> percentile(double value) {
    return Metrics.figure(name, new AtPercentile(new Percentile(value)));
  }

  public ScopeSteps<Double> p95() {
    return percentile(95);
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

  public ScopeSteps<Double> standardDeviation() {
    return Metrics.figure(name, Simple.STANDARD_DEVIATION);
  }

  /** How many samples there are. */
  public ScopeSteps<Double> count() {
    return Metrics.figure(name, Simple.COUNT);
  }
}
