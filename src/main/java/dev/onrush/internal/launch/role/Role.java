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
 * InjectorRole}. It is chosen once, by {@link Roles}, before anything is known about the run.
 */
public interface Role {

  /**
   * The settings of this JVM. The settings of an injector include those that its coordinator sends.
   */
  Settings settings();

  /** The slice of the load that this JVM sends. If it sends none, the first slice, for checks. */
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
   * Continues with a changed load. Default: in this JVM.
   *
   * @param here changes the load of this JVM
   */
  default void follow(EffectiveLoad load, Consumer<EffectiveLoad> here) {
    here.accept(load);
  }

  /**
   * Checks that the users of a level that is set by hand fit on the machines. Default: checks this
   * JVM.
   *
   * @param users returns the number of users of a slice, each with its own connection
   * @param from the source addresses over which the connections of this JVM are spread; an empty
   *     list counts as one address
   * @throws IllegalArgumentException if the users do not fit; the message says where, and how many
   *     would
   */
  default void checkFits(ToIntFunction<Slice> users, List<String> from) {
    Machine.here().checkFits(users.applyAsInt(slice()), from);
  }

  /**
   * Stops the load gracefully. Default: in this JVM.
   *
   * @param here stops the load in this JVM
   */
  default void stop(String reason, Consumer<String> here) {
    here.accept(reason);
  }

  /**
   * When the load was ended before all users had left, in terms of {@link System#nanoTime}.
   * Default: the end in this JVM.
   *
   * @param here returns when the load was ended in this JVM
   */
  default OptionalLong endOfLoad(Supplier<OptionalLong> here) {
    return here.get();
  }

  /** Assembles the run, and returns what Gatling is instrumented with. */
  Instruments assemble(LoadedSimulation simulation);

  /** The run is refused. Other JVMs that are already there get the reason, with secrets masked. */
  void refused(String reason);
}
