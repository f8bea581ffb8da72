package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.InjectorSlot.State;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The slots of a run for its injectors. Guarded by its coordinator. */
final class InjectorSlots {

  private final int count;
  private final LongFunction<OptionalInt> reserved;
  private final Map<String, InjectorSlot> byMember = new LinkedHashMap<>();

  /**
   * Creates empty slots.
   *
   * @param reserved returns the slot of the injector with the given process id, if this JVM has
   *     started it
   */
  InjectorSlots(int count, LongFunction<OptionalInt> reserved) {
    this.count = count;
    this.reserved = reserved;
  }

  @Nullable InjectorSlot of(String member) {
    return byMember.get(member);
  }

  /** Assigns the slot with this index to a member. */
  InjectorSlot take(int index, String member) {
    InjectorSlot slot = new InjectorSlot(index, count, member);
    byMember.put(member, slot);
    return slot;
  }

  void release(String member) {
    byMember.remove(member);
  }

  /** The index of a free slot for the injector with this process id; empty if there is none. */
  OptionalInt free(long process) {
    List<Integer> taken = byMember.values().stream().map(slot -> slot.index).toList();
    OptionalInt own = reserved.apply(process);
    if (own.isPresent()) {
      return taken.contains(own.getAsInt()) ? OptionalInt.empty() : own;
    }
    for (int index = 0; index < count; index++) {
      if (!taken.contains(index)) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }

  /** The slots that are taken, in the order in which injectors joined. */
  Collection<InjectorSlot> taken() {
    return List.copyOf(byMember.values());
  }

  List<InjectorSlot> inOrder() {
    return byMember.values().stream().sorted(Comparator.comparingInt(slot -> slot.index)).toList();
  }

  int ready() {
    return (int) byMember.values().stream().filter(slot -> slot.state == State.READY).count();
  }

  List<InjectorSlot> active() {
    return byMember.values().stream().filter(InjectorSlot::isActive).toList();
  }

  boolean anyDone() {
    return byMember.values().stream().anyMatch(slot -> slot.state == State.DONE);
  }

  boolean noneActive() {
    return byMember.values().stream().noneMatch(InjectorSlot::isActive);
  }

  /**
   * When the load was ended, since the run's start: the latest time of all injectors that are not
   * lost. Empty while one of them has not reported it. Also empty if all users of one injector have
   * left by themselves, unless all injectors were told to stop.
   */
  Optional<Duration> endOfLoad(boolean stopping) {
    List<InjectorSlot> there =
        byMember.values().stream().filter(slot -> slot.state != State.LOST).toList();
    boolean all =
        there.stream()
            .allMatch(slot -> slot.endOfLoad.isPresent() || (stopping && slot.state == State.DONE));
    return there.stream()
        .flatMap(slot -> slot.endOfLoad.stream())
        .max(Comparator.naturalOrder())
        .filter(latest -> all);
  }

  /** Describes how the injectors warmed up. Equal descriptions are included once. */
  String warmUps() {
    Set<String> warmUps = new LinkedHashSet<>();
    inOrder().forEach(slot -> warmUps.add(slot.warmUp));
    return String.join("; ", warmUps);
  }

  /** The notes of all injectors, each once, and how close together they started. */
  List<String> notes() {
    Set<String> notes = new LinkedHashSet<>();
    byMember.values().forEach(slot -> notes.addAll(slot.notes));
    notes.add(starts());
    return List.copyOf(notes);
  }

  /** Describes how close together the injectors started that have reported it. */
  private String starts() {
    LongSummaryStatistics known =
        byMember.values().stream().flatMapToLong(slot -> slot.late.stream()).summaryStatistics();
    String all = Quantity.count(byMember.size(), "injector");
    String within = " began within " + (known.getMax() - known.getMin()) + " ms of each other";
    if (known.getCount() == byMember.size()) {
      return byMember.size() == 1 ? all : all + ", which" + within;
    }
    long unknown = byMember.size() - known.getCount();
    return all
        + (known.getCount() < 2 ? "" : ", of which " + known.getCount() + within)
        + "; "
        + unknown
        + " did not report when "
        + (unknown == 1 ? "it" : "they")
        + " began";
  }
}
