package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The samples from which a statistic is calculated. A component that is empty does not restrict the
 * samples. Immutable.
 *
 * @param subject requests, a group, or a metric
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param phase the phase in which the request was sent; {@link #STEADY_STATE} for all phases that
 *     hold one level
 * @param flow the flow of a plan whose users sent the request
 * @since 0.1.0
 */
public record Scope(
    Subject subject, Optional<String> userClass, Optional<String> phase, Optional<String> flow) {

  /** All requests of the whole run. */
  public static final Scope ALL =
      new Scope(Subject.ALL, Optional.empty(), Optional.empty(), Optional.empty());

  /** The name that selects all phases in which the level stays the same, together. */
  public static final String STEADY_STATE = "steady state";

  /**
   * Creates a scope.
   *
   * @throws IllegalArgumentException if a component is null
   */
  public Scope {
    Given.value(subject, "subject of a threshold");
    Given.value(userClass, "user class of a threshold");
    Given.value(phase, "phase of a threshold");
    Given.value(flow, "flow of a threshold");
  }

  /**
   * Returns this scope with another subject.
   *
   * @throws IllegalArgumentException if {@code other} is null
   */
  public Scope of(Subject other) {
    return new Scope(other, userClass, phase, flow);
  }

  /**
   * Returns this scope restricted to the users of one class.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope by(String name) {
    return new Scope(
        subject, Optional.of(Given.value(name, "user class of a threshold")), phase, flow);
  }

  /**
   * Returns this scope restricted to one phase, or to {@link #STEADY_STATE}.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope during(String name) {
    return new Scope(
        subject, userClass, Optional.of(Given.value(name, "phase of a threshold")), flow);
  }

  /**
   * Returns this scope restricted to the users of one flow.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope inFlow(String name) {
    return new Scope(
        subject, userClass, phase, Optional.of(Given.value(name, "flow of a threshold")));
  }

  /**
   * Returns this scope with each name replaced by what {@code rename} returns for it, except {@link
   * #STEADY_STATE}.
   */
  public Scope renamed(UnaryOperator<String> rename) {
    return new Scope(
        subject.renamed(rename),
        userClass.map(rename),
        phase.map(name -> name.equals(STEADY_STATE) ? name : rename.apply(name)),
        flow.map(rename));
  }

  /**
   * The scope as text after a statistic: {@code " of Login by Active in spike in flow Clerks"};
   * empty for {@link #ALL}.
   *
   * @param name returns a name as it is written, such as in quotation marks
   */
  public String text(UnaryOperator<String> name) {
    return subject.text(name)
        + userClass.map(c -> " by " + name.apply(c)).orElse("")
        + phase.map(p -> " in " + name.apply(p)).orElse("")
        + flow.map(f -> " in flow " + name.apply(f)).orElse("");
  }

  /**
   * The scope as text after a statistic: {@code " of Login by Active in spike"}; empty for {@link
   * #ALL}.
   */
  @Override
  public String toString() {
    return text(UnaryOperator.identity());
  }
}
