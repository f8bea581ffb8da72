package dev.onrush.internal.gatling.arrival;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.jdk.javaapi.CollectionConverters;

/** A scenario whose users Gatling's injector does not start, which Gatling's DSL cannot express. */
public final class ExternalScenario {

  private ExternalScenario() {}

  /**
   * Returns the population for Gatling's {@code setUp}.
   *
   * @param action the only action of the scenario; Gatling refuses a scenario without an action
   */
  @SuppressWarnings("unchecked")
  public static PopulationBuilder population(
      String name, ActionBuilder action, ExternalInjection injection) {
    return new PopulationBuilder(
        new io.gatling.core.structure.PopulationBuilder(
            new ScenarioBuilder(name, CollectionConverters.asScala(List.of(action)).toList()),
            injection,
            Map$.MODULE$.empty(),
            (scala.collection.immutable.List<io.gatling.core.controller.throttle.ThrottleStep>)
                (Object) Nil$.MODULE$,
            Option.empty(),
            (scala.collection.immutable.List<
                    scala.collection.immutable.List<io.gatling.core.structure.PopulationBuilder>>)
                (Object) Nil$.MODULE$,
            false));
  }
}
