package dev.onrush.dsl;

import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Threshold;
import java.util.List;

/** The steps from a name to a plan, in the order in which they are asked for. */
public final class PlanSteps {

  private PlanSteps() {}

  /** Asks for users. */
  public record Named(String name) {

    /** Who comes; at least one class. */
    public WithUsers users(UserClass... classes) {
      return new WithUsers(name, List.of(classes));
    }
  }

  /** Asks for a profile. */
  public record WithUsers(String name, List<UserClass> classes) {

    /** How many come. */
    public WithProfile profile(LoadProfile profile) {
      return new WithProfile(name, classes, profile);
    }
  }

  /** Asks for thresholds. */
  public record WithProfile(String name, List<UserClass> classes, LoadProfile profile) {

    /**
     * What is good enough; at least one.
     *
     * @throws IllegalArgumentException if something in the plan does not fit together
     */
    public LoadPlan thresholds(Threshold... thresholds) {
      return new LoadPlan(name, classes, profile, List.of(thresholds), http -> http);
    }
  }
}
