package dev.onrush.plan;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some users of a plan with a load profile of their own. Immutable.
 *
 * @param name unique within a plan; not blank, without {@code " / "}
 * @param classes its users; at least one in a plan, and none of them in another flow
 * @param profile by the time since the flow begins
 * @param startingAfter the time from the run's start until the flow begins; zero to 1,000 days
 * @param search for the highest load that keeps the thresholds, in place of a profile; then {@code
 *     profile} is the longest that can come of it
 * @since 0.1.0
 */
public record Flow(
    String name,
    List<UserClass> classes,
    LoadProfile profile,
    Duration startingAfter,
    Optional<CapacitySearch> search) {

  /**
   * A flow of these parts.
   *
   * @throws IllegalArgumentException if a component is null, or the time is outside its range
   */
  public Flow {
    Given.value(name, "flow name");
    classes = Given.values(classes, "user class of flow \"" + name + "\"");
    Given.value(profile, "profile of flow \"" + name + "\"");
    Given.time(startingAfter, "start of flow \"" + name + "\"");
    Given.value(search, "search of flow \"" + name + "\"");
  }

  /**
   * A flow that begins with the run.
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

  /** The profile by the time since the run's start: 0 until the flow begins. */
  public LoadProfile profileInRun() {
    if (startingAfter.isZero()) {
      return profile;
    }
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage(Phase.NOT_STARTED, 0, 0, startingAfter));
    stages.addAll(profile.stages());
    return profile.withStages(stages);
  }

  /** The name of the flow and of its user classes, for a run that has several flows. */
  public RunFlow inRun() {
    return new RunFlow(name, classes.stream().map(UserClass::name).toList());
  }

  /** The same with other users. */
  public Flow withClasses(List<UserClass> others) {
    return new Flow(name, others, profile, startingAfter, search);
  }

  /** The same with another profile, without a search. */
  public Flow withProfile(LoadProfile other) {
    return new Flow(name, classes, other, startingAfter, Optional.empty());
  }

  /**
   * The same with another search in place of its own.
   *
   * @throws IllegalArgumentException if it is null
   */
  public Flow withSearch(CapacitySearch other) {
    return new Flow(
        name, classes, Given.value(other, "search").longest(), startingAfter, Optional.of(other));
  }

  /**
   * The same flow at another size.
   *
   * @param factor on users and rates; above 0
   * @param pace on durations; above 0
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

  /** {@code arrival rate, starts after 1 min}. */
  String workload() {
    return (profile.isOpen() ? "arrival rate" : "concurrent users")
        + (startingAfter.isZero() ? "" : ", starts after " + Quantity.duration(startingAfter));
  }
}
