package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides which injectors take part in a run. An injector is admitted if it has the same version of
 * Onrush, if there is a slot for it, and if it creates the same plan from the same simulation.
 */
final class Admission {

  private final InjectorSlots slots;
  private final int injectors;
  private final SharedPlan shared;

  /**
   * Creates the admission to a run.
   *
   * @param injectors the number of injectors of the run
   * @param shared the plan that all injectors follow
   */
  Admission(InjectorSlots slots, int injectors, SharedPlan shared) {
    this.slots = slots;
    this.injectors = injectors;
    this.shared = shared;
  }

  /**
   * Returns a welcome with a slot, or a refusal.
   *
   * @param begun whether the run has started
   */
  Message answer(String from, Message.Hello hello, boolean begun) {
    OptionalInt free = slots.free(hello.process());
    if (begun) {
      return new Message.Refusal("the run has already started without this injector");
    }
    if (free.isEmpty()) {
      return new Message.Refusal("the run already has " + Quantity.count(injectors, "injector"));
    }
    if (!hello.version().equals(version())) {
      return new Message.Refusal(
          "injector "
              + Addresses.of(from)
              + " has Onrush "
              + hello.version()
              + ", and the coordinator "
              + version()
              + "; give all the same version");
    }
    InjectorSlot slot = slots.take(free.getAsInt(), from);
    return new Message.Welcome(slot.index, injectors, shared.settings(), shared.info());
  }

  /** Whether there is a slot for this injector. */
  boolean hasSlot(Message.Hello hello) {
    return slots.free(hello.process()).isPresent();
  }

  private String version() {
    return shared.info().facts().getOrDefault("onrush", "");
  }

  /**
   * Describes how the plan of an injector differs from the plan of the coordinator; empty if it
   * does not.
   */
  Optional<String> planDifference(InjectorSlot slot, Message.Planned planned) {
    Map<String, String> plan = shared.identity();
    Map<String, String> other = planned.plan();
    Set<String> parts = new LinkedHashSet<>(plan.keySet());
    parts.addAll(other.keySet());
    List<String> differences = new ArrayList<>();
    for (String part : parts) {
      String here = plan.getOrDefault(part, "nothing");
      String there = other.getOrDefault(part, "nothing");
      if (!here.equals(there)) {
        differences.add(part + " is \"" + there + "\" there and \"" + here + "\" here");
      }
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            slot.name
                + " has a different plan: "
                + String.join("; ", differences)
                + "; start all from the same simulation, data and settings");
  }
}
