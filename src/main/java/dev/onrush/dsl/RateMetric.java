package dev.onrush.dsl;

import dev.onrush.internal.gatling.action.MetricAction;
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
 * A metric of your own that is yes or no: whether a cache had an entry, whether a search found
 * something. Immutable.
 *
 * @param name unique among a simulation's metrics
 * @since 0.1.0
 */
public record RateMetric(String name) {

  /**
   * A metric of this name.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public RateMetric {
    Given.value(name, "name of a rate");
  }

  /**
   * A step of a chain that records a yes or no.
   *
   * @throws IllegalArgumentException if the condition is null
   */
  public ActionBuilder record(Predicate<Session> yes) {
    return MetricAction.yesOrNo(name, Given.value(yes, "what rate \"" + name + "\" records"));
  }

  /** The number of yes divided by the number of samples, in percent. */
  public ScopeSteps<Percent> share() {
    return new ScopeSteps<>(
        new Figure(Simple.SHARE, Scope.ALL.of(new Subject.Metric(name))), Percent::value);
  }
}
