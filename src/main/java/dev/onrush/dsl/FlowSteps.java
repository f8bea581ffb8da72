package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.UserClass;
import dev.onrush.units.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The steps from users to a flow of a plan: {@code
 * users(lab).profile(arrivalRate().hold(perSecond(5), ofMinutes(2))).startingAfter(ofMinutes(1))}.
 * All of them are immutable.
 *
 * @since 0.1.0
 */
public final class FlowSteps {

  private FlowSteps() {}

  /**
   * Users of a flow that lack their profile.
   *
   * @param classes at least one
   */
  public record Users(List<UserClass> classes) {

    /**
     * Users of a flow.
     *
     * @throws IllegalArgumentException if one is null
     */
    public Users {
      classes = Given.values(classes, "user class");
    }

    /**
     * The users with a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Profiled profile(LoadProfile profile) {
      return new Profiled(
          classes, Given.value(profile, "profile of a flow"), Duration.ZERO, Optional.empty());
    }

    /**
     * The users with a search for the capacity in place of a profile.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Profiled profile(CapacitySearch search) {
      Given.value(search, "search for the capacity");
      return new Profiled(classes, search.longest(), Duration.ZERO, Optional.of(search));
    }
  }

  /**
   * Users of a flow with their profile.
   *
   * @param classes at least one
   * @param profile by the time since the flow begins
   * @param startingAfter the time from the run's start until the flow begins
   * @param search for the capacity, if that takes the place of the profile
   */
  public record Profiled(
      List<UserClass> classes,
      LoadProfile profile,
      Duration startingAfter,
      Optional<CapacitySearch> search) {

    /**
     * Users with their profile.
     *
     * @throws IllegalArgumentException if a component is null, or the time is outside its range
     */
    public Profiled {
      classes = Given.values(classes, "user class");
      Given.value(profile, "profile of a flow");
      Given.time(startingAfter, "start of a flow");
      Given.value(search, "search for the capacity");
    }

    /**
     * The same beginning later than the run; default with it. Until then it brings nobody.
     *
     * @param time zero to 1,000 days
     * @throws IllegalArgumentException if it is outside its range
     */
    public Profiled startingAfter(Duration time) {
      return new Profiled(classes, profile, time, search);
    }

    Flow named(String name) {
      return new Flow(name, classes, profile, startingAfter, search);
    }
  }
}
