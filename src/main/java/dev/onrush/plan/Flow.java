package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a plan: user classes with a load profile of their own. Immutable.
 *
 * @param name the name, unique within a plan; not blank, without {@code " / "}
 * @param classes the user classes; at least one in a plan, and each in one flow only
 * @param profile the load over the time since the start of the flow
 * @param startingAfter the time from the start of the run to the start of the flow; zero to 1,000
 *     days
 * @param search the search for the highest load at which the thresholds are met, in place of a
 *     profile; {@code profile} is then the longest profile that the search can produce
 * @since 0.1.0
 */
public record Flow(
    String name,
    List<UserClass> classes,
    LoadProfile profile,
    Duration startingAfter,
    Optional<CapacitySearch> search) {

  /**
   * Creates a flow.
   *
   * @throws IllegalArgumentException if a component is null, or {@code startingAfter} is outside
   *     its range
   */
  public Flow {
    Given.value(name, "flow name");
    classes = Given.values(classes, "user class of flow \"" + name + "\"");
    Given.value(profile, "profile of flow \"" + name + "\"");
    Given.time(startingAfter, "start of flow \"" + name + "\"");
    Given.value(search, "search of flow \"" + name + "\"");
  }

  /**
   * Creates a flow without a search that starts with the run.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public Flow(String name, List<UserClass> classes, LoadProfile profile) {
    this(name, classes, profile, Duration.ZERO, Optional.empty());
  }

  /** The time from the run's start to the end of the flow's profile. */
  public Duration end() {
    return startingAfter.plus(profile.duration());
  }

  /** The profile over the time since the start of the run; its level is 0 until the flow starts. */
  public LoadProfile profileInRun() {
    if (startingAfter.isZero()) {
      return profile;
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage(Phase.NOT_STARTED, 0, 0, startingAfter));
    stages.addAll(profile.stages());
    return profile.withStages(stages);
  }

  /** The names of the flow and of its user classes, for a run that has several flows. */
  public RunFlow inRun() {
    return new RunFlow(name, classes.stream().map(UserClass::name).toList());
  }

  /** Returns this flow with other user classes. */
  public Flow withClasses(List<UserClass> others) {
    return new Flow(name, others, profile, startingAfter, search);
  }

  /** Returns this flow with another profile and without a search. */
  public Flow withProfile(LoadProfile other) {
    return new Flow(name, classes, other, startingAfter, Optional.empty());
  }

  /**
   * Returns this flow with another search in place of its profile or search.
   *
   * @throws IllegalArgumentException if {@code other} is null
   */
  public Flow withSearch(CapacitySearch other) {
    return new Flow(
        name, classes, Given.value(other, "search").longest(), startingAfter, Optional.of(other));
  }

  /**
   * Returns this flow at another size.
   *
   * @param factor the factor for users and rates; above 0
   * @param pace the factor for durations; above 0
   * @throws IllegalArgumentException if a level or a time is then outside its range
   */
  public Flow sized(double factor, double pace) {
    Duration start = Duration.ofNanos(Math.round(startingAfter.toNanos() * pace));
    Optional<CapacitySearch> sized = search.map(asked -> asked.paced(pace).scaled(factor));
    return new Flow(
        name,
        classes,
        sized.map(CapacitySearch::longest).orElseGet(() -> profile.paced(pace).scaled(factor)),
        start,
        sized);
  }

  /** The kind of the workload as text: {@code arrival rate, starts after 1 min}. */
  String workload() {
    return (profile.isOpen() ? "arrival rate" : "concurrent users")
        + (startingAfter.isZero() ? "" : ", starts after " + Quantity.duration(startingAfter));
  }
}
