package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.PlanSetup;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * The builder steps that lead from a name to a plan, in the order in which they are written. All of
 * them are immutable.
 *
 * @since 0.1.0
 */
public final class PlanSteps {

  private PlanSteps() {}

  /**
   * A plan without its users.
   *
   * @param name the name of the plan
   */
  public record WithoutUsers(String name) {

    /**
     * Creates a plan with this name.
     *
     * @throws IllegalArgumentException if {@code name} is null
     */
    public WithoutUsers {
      Given.value(name, "plan name");
    }

    /**
     * Returns the plan with its user classes, which share one load profile.
     *
     * @param classes at least one
     * @throws IllegalArgumentException if the array, or one of its elements, is null
     */
    public WithoutProfile users(UserClass... classes) {
      return new WithoutProfile(name, Given.values(classes, "user class"));
    }

    /**
     * Returns the plan with its first flow, which consists of users with a load profile of their
     * own: {@code flow("Clerks", users(clerk).profile(load().users(40).holdFor(ofMinutes(5))))}
     *
     * @param flow the name of the flow in thresholds, reports and steering
     * @param load the users with their load profile
     * @throws IllegalArgumentException if an argument is null
     */
    public FlowsWithoutThresholds flow(String flow, FlowSteps.Profiled load) {
      return new FlowsWithoutThresholds(name, List.of(named(flow, load)));
    }
  }

  private static Flow named(String name, FlowSteps.Profiled load) {
    Given.value(name, "flow name");
    return Given.value(load, "load of flow \"" + name + "\"").named(name);
  }

  /**
   * A plan without its load profile.
   *
   * @param name the name of the plan
   * @param classes at least one
   */
  public record WithoutProfile(String name, List<UserClass> classes) {

    /**
     * Creates a plan with users.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public WithoutProfile {
      Given.value(name, "plan name");
      classes = Given.values(classes, "user class");
    }

    /**
     * Returns the plan with a load profile.
     *
     * @throws IllegalArgumentException if {@code profile} is null
     */
    public WithoutThresholds profile(LoadProfile profile) {
      Given.value(profile, "profile of plan \"" + name + "\"");
      return new WithoutThresholds(new Flow(name, classes, profile));
    }

    /**
     * Returns the plan with a capacity search in place of a load profile.
     *
     * @throws IllegalArgumentException if {@code search} is null
     */
    public WithoutThresholds profile(CapacitySearch search) {
      Given.value(search, "search for the capacity");
      return new WithoutThresholds(new Flow(name, classes, search.longest()).withSearch(search));
    }
  }

  /**
   * A plan of one flow, without its thresholds.
   *
   * @param flow the users and their load profile; the flow has the name of the plan
   */
  public record WithoutThresholds(Flow flow) {

    /**
     * Creates a plan with users and a load profile.
     *
     * @throws IllegalArgumentException if {@code flow} is null
     */
    public WithoutThresholds {
      Given.value(flow, "flow");
    }

    /**
     * Returns the complete plan, with its thresholds. A capacity search judges each level by them.
     *
     * @param thresholds at least one that is not a warning
     * @throws IllegalArgumentException if parts of the plan do not fit together; the message says
     *     which
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new FlowsWithoutThresholds(flow.name(), List.of(flow)).thresholds(thresholds);
    }
  }

  /**
   * A plan of one or more flows, without its thresholds. The flows run at the same time. More flows
   * can be added.
   *
   * @param name the name of the plan
   * @param flows at least one
   */
  public record FlowsWithoutThresholds(String name, List<Flow> flows) {

    /**
     * Creates a plan with flows.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public FlowsWithoutThresholds {
      Given.value(name, "plan name");
      flows = Given.values(flows, "flow");
    }

    /**
     * Returns this plan with one more flow.
     *
     * @param flow the name of the flow in thresholds, reports and steering
     * @param load the users with their load profile
     * @throws IllegalArgumentException if an argument is null
     */
    public FlowsWithoutThresholds flow(String flow, FlowSteps.Profiled load) {
      List<Flow> all = new ArrayList<>(flows);
      all.add(named(flow, load));
      return new FlowsWithoutThresholds(name, all);
    }

    /**
     * Returns the complete plan, with its thresholds.
     *
     * @param thresholds at least one that is not a warning
     * @throws IllegalArgumentException if parts of the plan do not fit together; the message says
     *     which
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new LoadPlan(
          name, flows, Given.values(thresholds, "threshold"), http -> http, PlanSetup.NONE);
    }
  }
}
