package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.http.GatlingField;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.inject.Injector;
import io.gatling.core.scenario.Scenario;

/**
 * Ends a scenario at which no user is left. Gatling takes a scenario for finished when a user ends
 * after all have been scheduled; a session sent to the exit for that would be counted as a user who
 * has ended and never begun.
 */
public final class EmptyScenario {

  private EmptyScenario() {}

  /** Tells Gatling's injector what it tells itself of a scenario without users. */
  @SuppressWarnings("unchecked")
  public static void complete(Scenario scenario) {
    Action exit = scenario.ctx().coreComponents().exit();
    try {
      // Java has no name for a class within a companion object.
      Object complete =
          Class.forName(Injector.Command.class.getName() + "$EmptyWorkloadComplete")
              .getConstructor(String.class)
              .newInstance(scenario.name());
      ((ActorRef<Object>) GatlingField.of(exit.getClass(), "injector").get(exit)).$bang(complete);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "a scenario of Gatling's cannot be ended without a user; this version of Onrush works with"
              + " Gatling 3.15.1",
          e);
    }
  }
}
