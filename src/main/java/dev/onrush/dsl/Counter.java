package dev.onrush.dsl;

import dev.onrush.internal.gatling.metric.MetricAction;
import dev.onrush.internal.gatling.metric.MetricKind;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.ToDoubleFunction;

/**
 * A custom metric that adds up amounts, such as items bought or bytes sent. Immutable.
 *
 * @param name unique among the metrics of a simulation
 * @since 0.1.0
 */
public record Counter(String name) {

  /**
   * Creates a counter with this name.
   *
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public Counter {
    Metrics.checkName(name, "counter", "items bought");
  }

  /**
   * Returns a chain step that adds an amount.
   *
   * @param amount 0 or more and less than 10^12, kept to three decimals
   * @throws IllegalArgumentException if {@code amount} is not allowed
   */
  public ActionBuilder add(double amount) {
    if (!MetricAction.isAllowed(amount)) {
      throw new IllegalArgumentException(
          "counter \"" + name + "\": " + MetricAction.notAllowed(amount));
    }
    return add(session -> amount);
  }

  /**
   * Returns a chain step that adds an amount.
   *
   * @param amount 0 or more
   * @throws IllegalArgumentException if {@code amount} is negative
   */
  public ActionBuilder add(int amount) {
    return add((double) amount);
  }

  /**
   * Returns a chain step that adds an amount that is computed from the session.
   *
   * @param amount returns 0 or more and less than 10^12, kept to three decimals; any other value
   *     counts as a failure, which is part of the error rate
   * @throws IllegalArgumentException if {@code amount} is null
   */
  public ActionBuilder add(ToDoubleFunction<Session> amount) {
    return MetricAction.value(
        MetricKind.COUNTER, name, Given.value(amount, "function of counter \"" + name + "\""));
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
