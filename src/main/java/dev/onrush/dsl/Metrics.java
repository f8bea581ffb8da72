package dev.onrush.dsl;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;

/** Creates the thresholds that custom metrics of a simulation have in common. */
final class Metrics {

  private Metrics() {}

  static ScopeSteps<Number> figure(String name, Statistic statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Metric(name))), Number::doubleValue);
  }
}
