package dev.onrush.gatling;

import dev.onrush.plan.Crowd;
import dev.onrush.plan.LoadPlan;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.ArrayList;
import java.util.List;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.jdk.javaapi.CollectionConverters;

/** A plan in Gatling's terms: each user class is a scenario with an injection of our own. */
public final class PlannedScenarios {

  private PlannedScenarios() {}

  /**
   * The populations to hand to Gatling's {@code setUp}.
   *
   * @param seed of task picks and think times
   */
  @SuppressWarnings("unchecked")
  public static List<PopulationBuilder> of(LoadPlan plan, long seed) {
    Crowd crowd = new Crowd(plan.classes(), plan.profile());
    List<PopulationBuilder> populations = new ArrayList<>();
    for (int i = 0; i < plan.classes().size(); i++) {
      Population population = new Population(crowd, i);
      List<ActionBuilder> life = List.of(new UserLoop(plan.classes().get(i), population));
      populations.add(
          new PopulationBuilder(
              new io.gatling.core.structure.PopulationBuilder(
                  new ScenarioBuilder(
                      plan.classes().get(i).name(), CollectionConverters.asScala(life).toList()),
                  new PlannedInjection(population, seed),
                  Map$.MODULE$.empty(),
                  (scala.collection.immutable.List<
                          io.gatling.core.controller.throttle.ThrottleStep>)
                      (Object) Nil$.MODULE$,
                  Option.empty(),
                  (scala.collection.immutable.List<
                          scala.collection.immutable.List<
                              io.gatling.core.structure.PopulationBuilder>>)
                      (Object) Nil$.MODULE$,
                  false)));
    }
    return populations;
  }
}
