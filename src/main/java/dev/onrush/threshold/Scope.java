package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The samples that a statistic is drawn from; what is empty does not restrict. Immutable.
 *
 * @param subject requests, a group, or a metric
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param phase the phase in which the request was sent; {@link #STEADY_STATE} for all phases that
 *     are held at one level
 * @param flow the flow of a plan whose users sent the request
 * @since 0.1.0
 */
public record Scope(
    Subject subject, Optional<String> userClass, Optional<String> phase, Optional<String> flow) {

  /** All requests of the whole run. */
  public static final Scope ALL =
      new Scope(Subject.ALL, Optional.empty(), Optional.empty(), Optional.empty());

  /** The name for all phases whose level stays the same, together. */
  public static final String STEADY_STATE = "steady state";

  /**
   * A scope of these parts.
   *
   * @throws IllegalArgumentException if one is null
   */
  public Scope {
    Given.value(subject, "subject of a threshold");
    Given.value(userClass, "user class of a threshold");
    Given.value(phase, "phase of a threshold");
    Given.value(flow, "flow of a threshold");
  }

  /**
   * The same of another subject.
   *
   * @throws IllegalArgumentException if it is null
   */
  public Scope of(Subject other) {
    return new Scope(other, userClass, phase, flow);
  }

  /**
   * The same of the users of one class.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope by(String name) {
    return new Scope(
        subject, Optional.of(Given.value(name, "user class of a threshold")), phase, flow);
  }

  /**
   * The same within one phase, or {@link #STEADY_STATE}.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope during(String name) {
    return new Scope(
        subject, userClass, Optional.of(Given.value(name, "phase of a threshold")), flow);
  }

  /**
   * The same of the users of one flow.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public Scope inFlow(String name) {
    return new Scope(
        subject, userClass, phase, Optional.of(Given.value(name, "flow of a threshold")));
  }

  /** The same with every name in it as {@code rename} returns it. */
  public Scope renamed(UnaryOperator<String> rename) {
    return new Scope(
        subject.renamed(rename),
        userClass.map(rename),
        phase.map(name -> name.equals(STEADY_STATE) ? name : rename.apply(name)),
        flow.map(rename));
  }

  /**
   * As it is written after a statistic: {@code " of Login by Active in spike in flow Clerks"};
   * empty for all.
   *
   * @param name writes a name, such as in quotation marks
   */
  public String text(UnaryOperator<String> name) {
    return subject.text(name)
        + userClass.map(c -> " by " + name.apply(c)).orElse("")
        + phase.map(p -> " in " + name.apply(p)).orElse("")
        + flow.map(f -> " in flow " + name.apply(f)).orElse("");
  }

  /** {@code " of Login by Active in spike"}; empty for all. */
  @Override
  public String toString() {
    return text(UnaryOperator.identity());
  }
}
