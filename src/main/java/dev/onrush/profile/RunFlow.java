package dev.onrush.profile;

import dev.onrush.units.Given;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A flow of a run that has several flows: its name and the names of its user classes. Immutable.
 *
 * @param name the name of the flow, unique within a plan
 * @param userClasses the names of its user classes; each user class belongs to one flow only
 * @since 0.1.0
 */
public record RunFlow(String name, List<String> userClasses) {

  /** The separator between a flow and one of its phases: {@code Labs / ramp-up}. */
  public static final String SEPARATOR = " / ";

  /**
   * Creates a flow of these user classes.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public RunFlow {
    Given.value(name, "flow name");
    userClasses = Given.values(userClasses, "user class name");
  }

  /** Whether this user class belongs to the flow. */
  public boolean has(String userClass) {
    return userClasses.contains(userClass);
  }

  /** The name of a phase of this flow, after the name of the flow: {@code Labs / ramp-up}. */
  public String title(String phase) {
    return name + SEPARATOR + phase;
  }

  /** Returns this flow with each name replaced by what {@code rename} returns for it. */
  public RunFlow renamed(UnaryOperator<String> rename) {
    return new RunFlow(rename.apply(name), userClasses.stream().map(rename).toList());
  }
}
