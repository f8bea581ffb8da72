package dev.onrush.internal.cluster;

import dev.onrush.internal.run.record.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides which injectors take part in a run: those of the same version of Onrush for which there
 * is a slot, and which make the same plan of the same simulation.
 */
final class Admission {

  private final InjectorSlots slots;
  private final int injectors;
  private final RunInfo info;
  private final Map<String, String> plan;
  private final Map<String, String> settings;

  /**
   * The admission to a run.
   *
   * @param injectors how many the run has
   * @param plan what makes it the plan that it is, by its parts
   * @param settings that injectors take over
   */
  Admission(
      InjectorSlots slots,
      int injectors,
      RunInfo info,
      Map<String, String> plan,
      Map<String, String> settings) {
    this.slots = slots;
    this.injectors = injectors;
    this.info = info;
    this.plan = plan;
    this.settings = settings;
  }

  /**
   * A welcome, with a slot, or a refusal.
   *
   * @param begun whether the run has
   */
  Message answer(String from, Message.Hello hello, boolean begun) {
    OptionalInt free = slots.free(hello.process());
    if (begun) {
      return new Message.Refusal("the run has begun without it");
    }
    if (free.isEmpty()) {
      return new Message.Refusal("all " + injectors + " places are taken");
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
    return new Message.Welcome(slot.index, injectors, settings, info);
  }

  /** Whether there is a slot for it. */
  boolean hasSlot(Message.Hello hello) {
    return slots.free(hello.process()).isPresent();
  }

  private String version() {
    return info.facts().getOrDefault("onrush", "");
  }

  /** How an injector's plan differs from the coordinator's, in a sentence; empty if it does not. */
  Optional<String> otherPlan(InjectorSlot slot, Message.Planned planned) {
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
                + " has another plan: "
                + String.join("; ", differences)
                + "; start all from the same simulation, data and settings");
  }
}
