package dev.onrush.internal.duet;

import dev.onrush.plan.FlowLoad;
import java.util.List;
import java.util.Optional;

/** One of the two versions of a service in a duet. The flow of its users has the same name. */
public enum Variant {
  /** The version that serves as the reference. */
  A,
  /** The version under test: the target. */
  B;

  /** The load of this variant's users, if there is one. */
  public Optional<FlowLoad> in(List<FlowLoad> loads) {
    return loads.stream().filter(load -> load.name().equals(Optional.of(name()))).findFirst();
  }

  /** The name of a user class in this variant, such as {@code Browsing (A)}. */
  String of(String userClass) {
    return userClass + " (" + this + ")";
  }
}
