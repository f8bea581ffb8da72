package dev.onrush.dsl;

import dev.onrush.internal.gatling.metric.MetricAction;
import dev.onrush.internal.gatling.metric.MetricKind;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import dev.onrush.units.Percentile;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A custom metric with a distribution, such as the number of results of a search or the size of a
 * basket. Immutable.
 *
 * @param name unique among the metrics of a simulation
 * @since 0.1.0
 */
public record Trend(String name) {

  /**
   * Creates a trend with this name.
   *
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public Trend {
    Metrics.checkName(name, "trend", "basket size");
  }

  /**
   * Returns a chain step that records a sample.
   *
   * @param value returns 0 or more and less than 10^12, kept to three decimals; any other value
   *     counts as a failure, which is part of the error rate
   * @throws IllegalArgumentException if {@code value} is null
   */
  public ActionBuilder record(ToDoubleFunction<Session> value) {
    return MetricAction.value(
        MetricKind.TREND, name, Given.value(value, "function of trend \"" + name + "\""));
  }

  /**
   * A percentile of the samples, by nearest rank.
   *
   * @param value in percent, 1 to 100: {@code 99.9}
   * @throws IllegalArgumentException if {@code value} is outside its range
   */
  public ScopeSteps<Number> percentile(double value) {
    return Metrics.figure(name, new AtPercentile(new Percentile(value)));
  }

  /**
   * A percentile of the samples, by nearest rank.
   *
   * @param value 1 to 100
   * @throws IllegalArgumentException if {@code value} is outside its range
   */
  public ScopeSteps<Number> percentile(int value) {
    return percentile((double) value);
  }

  /** The 95th percentile of the samples. */
  public ScopeSteps<Number> p95() {
    return percentile(95);
  }

  /** The arithmetic mean of the samples. */
  public ScopeSteps<Number> mean() {
    return Metrics.figure(name, Simple.MEAN);
  }

  /** The smallest sample. */
  public ScopeSteps<Number> min() {
    return Metrics.figure(name, Simple.MIN);
  }

  /** The largest sample. */
  public ScopeSteps<Number> max() {
    return Metrics.figure(name, Simple.MAX);
  }

  /** The population standard deviation of the samples. */
  public ScopeSteps<Number> standardDeviation() {
    return Metrics.figure(name, Simple.STANDARD_DEVIATION);
  }

  /** The number of samples. */
  public ScopeSteps<Number> count() {
    return Metrics.figure(name, Simple.COUNT);
  }
}
