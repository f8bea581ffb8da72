package dev.onrush.dsl;

import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Given;

/** What custom metrics of a simulation have in common: the check of their names, and thresholds. */
final class Metrics {

  private Metrics() {}

  /**
   * Checks the name of a metric.
   *
   * @param kind the kind of the metric in the message, such as {@code counter}
   * @param example a name of such a metric
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  static void checkName(String name, String kind, String example) {
    if (Given.value(name, "name of a " + kind).isBlank()) {
      throw new IllegalArgumentException(
          "name of a " + kind + " was blank; give it a name such as \"" + example + "\"");
    }
  }

  static ScopeSteps<Number> figure(String name, Statistic statistic) {
    return new ScopeSteps<>(
        new Figure(statistic, Scope.ALL.of(new Subject.Metric(name))), Number::doubleValue);
  }
}
