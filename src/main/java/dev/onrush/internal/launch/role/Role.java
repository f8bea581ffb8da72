package dev.onrush.internal.launch.role;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.machine.Machine;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.Slice;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The role of this JVM in a run: {@link LocalRole}, {@link CoordinatorRole} or {@link
 * InjectorRole}. It is chosen once, by {@link Roles}, before anything of the run is known.
 */
public interface Role {

  /** The settings of this JVM; of an injector, with those that its coordinator sends. */
  Settings settings();

  /** The slice of the load that this JVM sends; of one that sends none, the first, for checks. */
  Slice slice();

  /** Whether this JVM sends load itself. Default: it does. */
  default boolean sendsLoad() {
    return true;
  }

  /** The populations that Gatling runs in this JVM. Default: the planned ones. */
  default List<PopulationBuilder> populations(PlannedScenarios planned) {
    return planned.populations();
  }

  /**
   * Has the load go on along another profile. Default: in this JVM.
   *
   * @param here does so in this JVM
   */
  default void follow(EffectiveLoad course, Consumer<EffectiveLoad> here) {
    here.accept(course);
  }

  /**
   * Checks that the users of a level that is given by hand fit. Default: those of this JVM.
   *
   * @param users of a slice, each with a connection of its own
   * @param from the addresses among which those of this JVM are spread; none is one
   * @throws IllegalArgumentException if they do not; the message says where, and what does
   */
  default void checkFits(ToIntFunction<Slice> users, List<String> from) {
    Machine.here().checkFits(users.applyAsInt(slice()), from);
  }

  /**
   * Ends the load gracefully. Default: in this JVM.
   *
   * @param here does so in this JVM
   */
  default void stop(String reason, Consumer<String> here) {
    here.accept(reason);
  }

  /**
   * When the load was ended before all users had left, by {@link System#nanoTime}. Default: that of
   * this JVM.
   *
   * @param here when it was ended in this JVM
   */
  default OptionalLong endOfLoad(Supplier<OptionalLong> here) {
    return here.get();
  }

  /** Assembles the run, in the form in which Gatling is instrumented. */
  Instruments assemble(LoadedSimulation simulation);

  /** The run is refused; the other JVMs that are there get the reason, with secrets masked. */
  void refused(String reason);
}
