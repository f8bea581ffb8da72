package dev.onrush.dsl;

import dev.onrush.internal.gatling.metric.MetricAction;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.Predicate;

/**
 * A custom metric of which each sample is yes or no, such as whether a cache had an entry or a
 * search found something. Immutable.
 *
 * @param name unique among the metrics of a simulation
 * @since 0.1.0
 */
public record RateMetric(String name) {

  /**
   * Creates a rate with this name.
   *
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public RateMetric {
    Metrics.checkName(name, "rate", "cache hits");
  }

  /**
   * Returns a chain step that records a yes or a no.
   *
   * @param yes the condition, which is true for a yes
   * @throws IllegalArgumentException if {@code yes} is null
   */
  public ActionBuilder record(Predicate<Session> yes) {
    return MetricAction.yesOrNo(name, Given.value(yes, "function of rate \"" + name + "\""));
  }

  /** The number of yes samples divided by the number of all samples, in percent. */
  public ScopeSteps<Percent> share() {
    return new ScopeSteps<>(
        new Figure(Simple.SHARE, Scope.ALL.of(new Subject.Metric(name))), Percent::value);
  }
}
