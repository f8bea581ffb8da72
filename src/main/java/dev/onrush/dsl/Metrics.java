package dev.onrush.dsl;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;

/** What the metrics of a simulation's own have in common. */
final class Metrics {

  private Metrics() {}

  static ScopeSteps<Number> figure(String name, Statistic statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Metric(name))), Number::doubleValue);
  }
}
