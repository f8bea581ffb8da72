package dev.onrush.dsl;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import dev.onrush.units.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The builder steps that lead from users to a flow of a plan: {@code
 * users(lab).profile(arrivalRate().hold(perSecond(5), ofMinutes(2))).startingAfter(ofMinutes(1))}.
 * All of them are immutable.
 *
 * @since 0.1.0
 */
public final class FlowSteps {

  private FlowSteps() {}

  /**
   * The users of a flow, without their load profile.
   *
   * @param classes at least one
   */
  public record Users(List<UserClass> classes) {

    /**
     * Creates the users of a flow.
     *
     * @throws IllegalArgumentException if the list, or one of its elements, is null
     */
    public Users {
      classes = Given.values(classes, "user class");
    }

    /**
     * Returns the users with a load profile.
     *
     * @throws IllegalArgumentException if {@code profile} is null
     */
    public Profiled profile(LoadProfile profile) {
      return new Profiled(
          classes, Given.value(profile, "profile of a flow"), Duration.ZERO, Optional.empty());
    }

    /**
     * Returns the users with a capacity search in place of a load profile.
     *
     * @throws IllegalArgumentException if {@code search} is null
     */
    public Profiled profile(CapacitySearch search) {
      Given.value(search, "search for the capacity");
      return new Profiled(classes, search.longest(), Duration.ZERO, Optional.of(search));
    }
  }

  /**
   * The users of a flow, with their load profile.
   *
   * @param classes at least one
   * @param profile the load by the time since the start of the flow; in a search, the longest
   *     profile that the search can follow
   * @param startingAfter the time from the start of the run to the start of the flow
   * @param search the capacity search, if there is one in place of a load profile
   */
  public record Profiled(
      List<UserClass> classes,
      LoadProfile profile,
      Duration startingAfter,
      Optional<CapacitySearch> search) {

    /**
     * Creates users with their load profile.
     *
     * @throws IllegalArgumentException if a component is null, or {@code startingAfter} is negative
     *     or longer than 1,000 days
     */
    public Profiled {
      classes = Given.values(classes, "user class");
      Given.value(profile, "profile of a flow");
      Given.time(startingAfter, "start of a flow");
      Given.value(search, "search for the capacity");
    }

    /**
     * Returns these users for a flow that starts later than the run. By default, a flow starts with
     * the run. A flow has no users before its start.
     *
     * @param time zero to 1,000 days
     * @throws IllegalArgumentException if {@code time} is outside its range
     */
    public Profiled startingAfter(Duration time) {
      return new Profiled(classes, profile, time, search);
    }

    Flow named(String name) {
      return new Flow(name, classes, profile, startingAfter, search);
    }
  }
}
