package dev.onrush.internal.duet;

import dev.onrush.plan.RunFlow;
import java.util.List;
import java.util.Optional;

/** One of the two versions of a service in a duet; its name is that of the flow of its users. */
public enum Variant {
  /** The version that the other is compared with. */
  A,
  /** The version on trial: the target. */
  B;

  /** The flow of its users, if there is one. */
  public Optional<RunFlow> in(List<RunFlow> flows) {
    return flows.stream().filter(flow -> flow.name().equals(name())).findFirst();
  }

  /** The name of its users of a class: {@code Browsing (A)}. */
  String of(String userClass) {
    return userClass + " (" + this + ")";
  }
}
