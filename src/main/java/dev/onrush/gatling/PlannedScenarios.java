package dev.onrush.gatling;

import dev.onrush.control.Course;
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

  private final LoadPlan plan;
  private final long seed;
  private final PlanClock clock;

  private PlannedScenarios(LoadPlan plan, long seed) {
    this.plan = plan;
    this.seed = seed;
    this.clock = new PlanClock(new Crowd(plan.classes(), plan.profile()));
  }

  /**
   * The scenarios of a plan.
   *
   * @param seed of task picks and think times
   */
  public static PlannedScenarios of(LoadPlan plan, long seed) {
    return new PlannedScenarios(plan, seed);
  }

  /** Goes on along another course, from any thread. */
  public void follow(Course course) {
    clock.follow(new Crowd(plan.classes(), course.profile()), course.paused());
  }

  /** The populations to hand to Gatling's {@code setUp}. */
  @SuppressWarnings("unchecked")
  public List<PopulationBuilder> populations() {
    Injector injector = new Injector(clock, plan.classes().size());
    List<PopulationBuilder> populations = new ArrayList<>();
    for (int i = 0; i < plan.classes().size(); i++) {
      Population population = new Population(clock, i);
      List<ActionBuilder> life = List.of(new UserLoop(plan.classes().get(i), population));
      populations.add(
          new PopulationBuilder(
              new io.gatling.core.structure.PopulationBuilder(
                  new ScenarioBuilder(
                      plan.classes().get(i).name(), CollectionConverters.asScala(life).toList()),
                  new PlannedInjection(population, injector, seed),
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
