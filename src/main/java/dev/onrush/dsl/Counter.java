package dev.onrush.dsl;

import dev.onrush.internal.gatling.action.MetricAction;
import dev.onrush.internal.gatling.action.MetricKind;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A metric of your own that adds up: items bought, bytes sent. Immutable.
 *
 * @param name unique among a simulation's metrics
 * @since 0.1.0
 */
public record Counter(String name) {

  /**
   * A metric of this name.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Counter {
    Given.value(name, "name of a counter");
  }

  /**
   * A step of a chain that adds an amount.
   *
   * @param amount 0 or more, kept to three decimals
   */
  public ActionBuilder add(double amount) {
    return add(session -> amount);
  }

  /**
   * A step of a chain that adds an amount.
   *
   * @param amount 0 or more
   */
  public ActionBuilder add(int amount) {
    return add((double) amount);
  }

  /**
   * A step of a chain that adds an amount from the session.
   *
   * @param amount returns 0 or more, kept to three decimals
   * @throws IllegalArgumentException if it is null
   */
  public ActionBuilder add(ToDoubleFunction<Session> amount) {
    return MetricAction.value(
        MetricKind.COUNTER, name, Given.value(amount, "what counter \"" + name + "\" records"));
  }

  /** The sum of all amounts. */
  public ScopeSteps<Number> total() {
    return Metrics.figure(name, Simple.TOTAL);
  }

  /** The sum of all amounts, divided by the scope's time in seconds. */
  public ScopeSteps<Number> totalPerSecond() {
    return Metrics.figure(name, Simple.TOTAL_PER_SECOND);
  }
}
