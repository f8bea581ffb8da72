package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whose samples a statistic is drawn from; what is empty does not restrict.
 *
 * @param subject requests, a group, or a metric
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param phase the phase in which the request was sent; {@link #STEADY_STATE} for all phases that
 *     are held at one level
 */
public record Scope(Subject subject, Optional<String> userClass, Optional<String> phase) {

  public Scope {
    Given.value(subject, "subject of a threshold");
    Given.value(userClass, "user class of a threshold");
    Given.value(phase, "phase of a threshold");
  }

  public static final Scope ALL = new Scope(Subject.ALL, Optional.empty(), Optional.empty());

  /** All phases whose level stays the same, together. */
  public static final String STEADY_STATE = "steady state";

  public Scope of(Subject other) {
    return new Scope(other, userClass, phase);
  }

  public Scope by(String name) {
    return new Scope(subject, Optional.of(Given.value(name, "user class of a threshold")), phase);
  }

  public Scope in(String name) {
    return new Scope(subject, userClass, Optional.of(Given.value(name, "phase of a threshold")));
  }

  /** The same with every name in it as {@code rename} gives it back. */
  public Scope renamed(UnaryOperator<String> rename) {
    return new Scope(
        renamed(subject, rename),
        userClass.map(rename),
        phase.map(name -> name.equals(STEADY_STATE) ? name : rename.apply(name)));
  }

  private static Subject renamed(Subject subject, UnaryOperator<String> rename) {
    if (subject instanceof Subject.Request request) {
      return new Subject.Request(rename.apply(request.name()));
    } else if (subject instanceof Subject.Group group) {
      return new Subject.Group(rename.apply(group.name()));
    } else if (subject instanceof Subject.Metric metric) {
      return new Subject.Metric(rename.apply(metric.name()));
    } else if (subject instanceof Subject.Service service) {
      return new Subject.Service(rename.apply(service.name()));
    }
    return subject;
  }

  /** {@code " of Login by Active in spike"}; empty for all. */
  @Override
  public String toString() {
    return subject
        + userClass.map(c -> " by " + c).orElse("")
        + phase.map(p -> " in " + p).orElse("");
  }
}
