package dev.onrush;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.launch.PlainLaunch;
import dev.onrush.internal.launch.SimulationLaunch;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plain Gatling simulation that Onrush measures, judges and reports on. To convert an existing
 * simulation, change only its superclass. Its scenarios take the place of the user classes of a
 * plan.
 *
 * <p>For a new load test, extend {@link LoadSimulation}.
 *
 * <p>The constructor has no side effects: the settings are read, and a coordinator is looked for,
 * when Gatling loads the simulation or when {@link #settings()} is first called. A simulation is
 * used by one thread.
 *
 * @since 0.1.0
 */
public abstract class MeteredSimulation extends Simulation {

  static {
    // A superclass is initialised before its subclass, so this runs before any code of the user.
    SimulationLaunch.tellLoadFailures();
  }

  private final SimulationLaunch launch;

  /** Creates a simulation that declares its scenarios with {@code setUp} in its constructor. */
  protected MeteredSimulation() {
    launch = new PlainLaunch(getClass(), this::thresholds, this::phases);
  }

  MeteredSimulation(Function<MeteredSimulation, SimulationLaunch> launch) {
    this.launch = launch.apply(this);
  }

  /**
   * The thresholds of the run. Default: at least one request; a run without a request gets the
   * verdict NO_DATA and fails. Gatling's own assertions are added as further thresholds.
   */
  protected List<Threshold> thresholds() {
    return List.of(OnrushDsl.requestCount().atLeast(1));
  }

  /**
   * The named phases of the run: {@code phase("spike", ofSeconds(30), ofSeconds(60))}. Thresholds
   * refer to a phase with {@code during("spike")}; charts and tables show the phases. The time
   * outside of them is a phase called {@code run}. Default: no phases, so the whole run is the
   * phase {@code run}.
   *
   * <p>The times of a phase count from the start of the run. A phase does not change the load,
   * which the simulation injects itself.
   */
  protected List<Phase> phases() {
    return List.of();
  }

  /**
   * The settings of this run. The first call reads them.
   *
   * @throws IllegalArgumentException if a setting is wrong; under {@code mvn gatling:test} the JVM
   *     ends instead, with one line that names the setting
   */
  protected final RunSettings settings() {
    return new RunSettings(launch.settings());
  }

  /** Called by Gatling; not meant for users. */
  @Override
  public final SimulationParams params(@Nullable String name) {
    return launch.load(() -> Instrumentation.declared(super.params(name))).params();
  }
}
