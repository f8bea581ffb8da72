package dev.onrush.plan;

import dev.onrush.units.Given;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A flow of a run that has several: its name, and whose users it brings. Immutable.
 *
 * @param name unique within a plan
 * @param userClasses names of its user classes; no other flow has one of them
 * @since 0.1.0
 */
public record RunFlow(String name, List<String> userClasses) {

  /** Between a flow and one of its phases: {@code Labs / ramp-up}. */
  static final String SEPARATOR = " / ";

  /**
   * A flow of these user classes.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public RunFlow {
    Given.value(name, "flow name");
    userClasses = Given.values(userClasses, "user class name");
  }

  /** Whether users of this class come in it. */
  public boolean has(String userClass) {
    return userClasses.contains(userClass);
  }

  /** A phase of it, told apart from those of other flows: {@code Labs / ramp-up}. */
  public String title(String phase) {
    return name + SEPARATOR + phase;
  }

  /** The same with every name in it as {@code rename} returns it. */
  public RunFlow renamed(UnaryOperator<String> rename) {
    return new RunFlow(rename.apply(name), userClasses.stream().map(rename).toList());
  }
}
