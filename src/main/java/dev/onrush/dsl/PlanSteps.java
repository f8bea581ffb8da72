package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.util.List;
import java.util.Optional;

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
     * The plan with its user classes.
     *
     * @param classes at least one
     * @throws IllegalArgumentException if one is null
     */
    public WithUsers users(UserClass... classes) {
      return new WithUsers(name, Given.values(classes, "user class"));
    }
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
      return new WithProfile(name, classes, profile, Optional.empty());
    }

    /**
     * The plan with a search for the capacity in place of a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public WithProfile profile(CapacitySearch search) {
      return new WithProfile(
          name,
          classes,
          Given.value(search, "search for the capacity").longest(),
          Optional.of(search));
    }
  }

  /**
   * A plan that lacks its thresholds.
   *
   * @param name of the plan
   * @param classes at least one
   * @param profile of the load; the longest one that a search can take
   * @param search for the capacity, if that takes the place of the profile
   */
  public record WithProfile(
      String name, List<UserClass> classes, LoadProfile profile, Optional<CapacitySearch> search) {

    /**
     * A plan with users and a profile.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public WithProfile {
      Given.value(name, "plan name");
      classes = Given.values(classes, "user class");
      Given.value(profile, "profile of plan \"" + name + "\"");
      Given.value(search, "search for the capacity");
    }

    /**
     * The whole plan, with its thresholds; a capacity search judges each level by them.
     *
     * @param thresholds at least one that is no warning
     * @throws IllegalArgumentException if something in the plan does not fit together
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new LoadPlan(
          name, classes, profile, Given.values(thresholds, "threshold"), http -> http, search);
    }
  }
}
