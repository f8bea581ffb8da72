package dev.onrush.plan;

import dev.onrush.units.Given;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a plan in addition to its load: the actions before and after it, and further
 * protocols. Immutable.
 *
 * @param before the action that is performed once, before the first user
 * @param after the action that is performed once, at the end, whatever happened
 * @param protocols the protocols in addition to HTTP
 * @since 0.1.0
 */
public record PlanSetup(
    Optional<Hook> before, Optional<Hook> after, List<ProtocolBuilder> protocols) {

  /** A setup without actions and without protocols in addition to HTTP. */
  public static final PlanSetup NONE = new PlanSetup(Optional.empty(), Optional.empty(), List.of());

  /**
   * Creates a setup.
   *
   * @throws IllegalArgumentException if a component is null, or one of the protocols is HTTP
   */
  public PlanSetup {
    Given.value(before, "before of a plan");
    Given.value(after, "after of a plan");
    protocols = Given.values(protocols, "protocol");
    if (protocols.stream().anyMatch(HttpProtocolBuilder.class::isInstance)) {
      throw new IllegalArgumentException(
          "protocols(…) was given an HTTP protocol, but the plan already has one, with the target"
              + " as its base address; change it with http(…)");
    }
  }

  PlanSetup withBefore(Hook hook) {
    if (before.isPresent()) {
      throw new IllegalArgumentException(
          "plan has two before(…); write all steps in one, in the order in which they run");
    }
    return new PlanSetup(Optional.of(hook), after, protocols);
  }

  PlanSetup withAfter(Hook hook) {
    if (after.isPresent()) {
      throw new IllegalArgumentException(
          "plan has two after(…); write all steps in one, in the order in which they run");
    }
    return new PlanSetup(before, Optional.of(hook), protocols);
  }

  PlanSetup withProtocols(List<ProtocolBuilder> all) {
    if (!protocols.isEmpty()) {
      throw new IllegalArgumentException("plan has two protocols(…); write all protocols in one");
    }
    return new PlanSetup(before, after, all);
  }
}
