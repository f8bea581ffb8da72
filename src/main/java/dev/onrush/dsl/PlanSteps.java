package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import java.util.List;
import java.util.Optional;

/** The steps from a name to a plan, in the order in which they are asked for. */
public final class PlanSteps {

  private PlanSteps() {}

  /** Asks for users. */
  public record Named(String name) {

    public Named {
      Given.value(name, "plan name");
    }

    /** Who comes; at least one class. */
    public WithUsers users(UserClass... classes) {
      return new WithUsers(name, Given.values(classes, "user class"));
    }
  }

  /** Asks for a profile. */
  public record WithUsers(String name, List<UserClass> classes) {

    public WithUsers {
      Given.value(name, "plan name");
      classes = Given.values(classes, "user class");
    }

    /** How many come. */
    public WithProfile profile(LoadProfile profile) {
      return new WithProfile(name, classes, profile, Optional.empty());
    }

    /** As many as the service takes. */
    public WithProfile profile(CapacitySearch search) {
      return new WithProfile(
          name,
          classes,
          Given.value(search, "search for the capacity").longest(),
          Optional.of(search));
    }
  }

  /** Asks for thresholds. */
  public record WithProfile(
      String name, List<UserClass> classes, LoadProfile profile, Optional<CapacitySearch> search) {

    public WithProfile {
      Given.value(name, "plan name");
      classes = Given.values(classes, "user class");
      Given.value(profile, "profile of plan \"" + name + "\"");
      Given.value(search, "search for the capacity");
    }

    /**
     * What is good enough; at least one. Of a capacity search, what each level is held against.
     *
     * @throws IllegalArgumentException if something in the plan does not fit together
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new LoadPlan(
          name, classes, profile, Given.values(thresholds, "threshold"), http -> http, search);
    }
  }
}
