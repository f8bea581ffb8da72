package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.PlanSetup;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps from a name to a plan, in the order in which they are written. All of them are
 * immutable.
 *
 * @since 0.1.0
 */
public final class PlanSteps {

  private PlanSteps() {}

  /**
   * A plan that lacks its users.
   *
   * @param name of the plan
   */
  public record Named(String name) {

    /**
     * A plan of this name.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Named {
      Given.value(name, "plan name");
    }

    /**
     * The plan with its user classes, which have one profile together.
     *
     * @param classes at least one
     * @throws IllegalArgumentException if one is null
     */
    public WithUsers users(UserClass... classes) {
      return new WithUsers(name, Given.values(classes, "user class"));
    }

    /**
     * The plan with its first flow: users that have a profile of their own. {@code flow("Clerks",
     * users(clerk).profile(load().users(40).holdFor(ofMinutes(5))))}
     *
     * @param flow its name, for thresholds, reports and steering
     * @param load users with their profile
     * @throws IllegalArgumentException if one is null
     */
    public WithFlows flow(String flow, FlowSteps.Profiled load) {
      return new WithFlows(name, List.of(named(flow, load)));
    }
  }

  private static Flow named(String name, FlowSteps.Profiled load) {
    Given.value(name, "flow name");
    return Given.value(load, "load of flow \"" + name + "\"").named(name);
  }

  /**
   * A plan that lacks its profile.
   *
   * @param name of the plan
   * @param classes at least one
   */
  public record WithUsers(String name, List<UserClass> classes) {

    /**
     * A plan with users.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public WithUsers {
      Given.value(name, "plan name");
      classes = Given.values(classes, "user class");
    }

    /**
     * The plan with a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public WithProfile profile(LoadProfile profile) {
      Given.value(profile, "profile of plan \"" + name + "\"");
      return new WithProfile(new Flow(name, classes, profile));
    }

    /**
     * The plan with a search for the capacity in place of a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public WithProfile profile(CapacitySearch search) {
      Given.value(search, "search for the capacity");
      return new WithProfile(new Flow(name, classes, search.longest()).withSearch(search));
    }
  }

  /**
   * A plan of one flow that lacks its thresholds.
   *
   * @param flow the users and their profile; it has the name of the plan
   */
  public record WithProfile(Flow flow) {

    /**
     * A plan with users and a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public WithProfile {
      Given.value(flow, "flow");
    }

    /**
     * The whole plan, with its thresholds; a capacity search judges each level by them.
     *
     * @param thresholds at least one that is no warning
     * @throws IllegalArgumentException if something in the plan does not fit together
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new WithFlows(flow.name(), List.of(flow)).thresholds(thresholds);
    }
  }

  /**
   * A plan of flows that lacks its thresholds, and may get more flows. They go on side by side.
   *
   * @param name of the plan
   * @param flows at least one
   */
  public record WithFlows(String name, List<Flow> flows) {

    /**
     * A plan with flows.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public WithFlows {
      Given.value(name, "plan name");
      flows = Given.values(flows, "flow");
    }

    /**
     * The same plan with one more flow.
     *
     * @param flow its name, for thresholds, reports and steering
     * @param load users with their profile
     * @throws IllegalArgumentException if one is null
     */
    public WithFlows flow(String flow, FlowSteps.Profiled load) {
      List<Flow> all = new ArrayList<>(flows);
      all.add(named(flow, load));
      return new WithFlows(name, all);
    }

    /**
     * The whole plan, with its thresholds.
     *
     * @param thresholds at least one that is no warning
     * @throws IllegalArgumentException if something in the plan does not fit together
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new LoadPlan(
          name, flows, Given.values(thresholds, "threshold"), http -> http, PlanSetup.NONE);
    }
  }
}
