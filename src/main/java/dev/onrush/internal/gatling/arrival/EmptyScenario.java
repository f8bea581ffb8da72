package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.inject.Injector;
import io.gatling.core.scenario.Scenario;

/**
 * Ends a scenario that has no users left. Gatling ends a scenario when a user ends after all users
 * have been scheduled. A session that is sent to the exit for this purpose would be counted as a
 * user that has ended and never started.
 */
public final class EmptyScenario {

  private EmptyScenario() {}

  /** Sends Gatling's injector the message that it sends itself for a scenario without users. */
  @SuppressWarnings("unchecked")
  public static void complete(Scenario scenario) {
    Action exit = scenario.ctx().coreComponents().exit();
    Object complete =
        GatlingField.made(
            Injector.Command.class.getName() + "$EmptyWorkloadComplete", scenario.name());
    ((ActorRef<Object>) GatlingField.of(exit.getClass(), "injector").get(exit)).$bang(complete);
  }
}
