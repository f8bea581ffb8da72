package dev.onrush.dsl;

import dev.onrush.internal.gatling.MetricAction;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A metric of your own that adds up: items bought, bytes sent.
 *
 * @param name unique among a simulation's metrics
 */
public record Counter(String name) {

  public Counter {
    Given.value(name, "name of a counter");
  }

  /** A step of a chain that adds; 0 or more, to three decimals. */
  public ActionBuilder add(double amount) {
    return add(session -> amount);
  }

  /** A step of a chain that adds what it finds in the session; 0 or more, to three decimals. */
  public ActionBuilder add(ToDoubleFunction<Session> amount) {
    return MetricAction.value(name, Given.value(amount, "what counter \"" + name + "\" records"));
  }

  /** All that was added. */
  public ScopeSteps<Double> total() {
    return Metrics.figure(name, Simple.TOTAL);
  }

  /** All that was added, by the scope's time in seconds. */
  public ScopeSteps<Double> totalPerSecond() {
    return Metrics.figure(name, Simple.TOTAL_PER_SECOND);
  }
}
