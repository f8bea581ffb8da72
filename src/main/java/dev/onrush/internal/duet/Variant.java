package dev.onrush.internal.duet;

import dev.onrush.plan.FlowLoad;
import java.util.List;
import java.util.Optional;

/** One of the two versions of a service in a duet; its name is that of the flow of its users. */
public enum Variant {
  /** The version that the other is compared with. */
  A,
  /** The version on trial: the target. */
  B;

  /** The load of its users, if there is one. */
  public Optional<FlowLoad> in(List<FlowLoad> loads) {
    return loads.stream().filter(load -> load.name().equals(Optional.of(name()))).findFirst();
  }

  /** The name of its users of a class: {@code Browsing (A)}. */
  String of(String userClass) {
    return userClass + " (" + this + ")";
  }
}
