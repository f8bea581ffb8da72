package dev.onrush;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.launch.PlainLaunch;
import dev.onrush.internal.launch.SimulationLaunch;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Threshold;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plain Gatling simulation that is measured, judged and reported on: change its superclass to
 * this one and nothing else. Its scenarios are what a plan has as user classes.
 *
 * <p>For a new load test, extend {@link LoadSimulation}.
 *
 * <p>Its constructor does nothing: settings are read, and a coordinator is looked for, when Gatling
 * loads the simulation, or when {@link #settings()} is first called. Used by one thread.
 *
 * @since 0.1.0
 */
public abstract class MeteredSimulation extends Simulation {

  static {
    // The superclass is initialised before the user's class, and so before all of the user's code.
    SimulationLaunch.tellLoadFailures();
  }

  private final SimulationLaunch launch;

  /** A simulation that declares its scenarios with {@code setUp} in its constructor. */
  protected MeteredSimulation() {
    launch = new PlainLaunch(getClass(), this::thresholds, this::phases);
  }

  MeteredSimulation(Function<MeteredSimulation, SimulationLaunch> launch) {
    this.launch = launch.apply(this);
  }

  /**
   * What is good enough. Default: at least one request; a run without a request is NO_DATA and
   * fails. Gatling's own assertions become thresholds beside these.
   */
  protected List<Threshold> thresholds() {
    return List.of(OnrushDsl.requestCount().atLeast(1));
  }

  /**
   * Parts of the run that have a name: {@code phase("spike", ofSeconds(30), ofSeconds(60))}.
   * Thresholds ask for them with {@code during("spike")}; charts and tables show them. The time
   * outside of them is a phase called {@code run}. Default: none, and all of the time is {@code
   * run}.
   *
   * <p>They are times since the run's start, and say nothing of the load: what the simulation
   * injects then is its own.
   */
  protected List<Phase> phases() {
    return List.of();
  }

  /**
   * The settings of this run. The first call reads them.
   *
   * @throws IllegalArgumentException if a setting is wrong; under {@code mvn gatling:test} the JVM
   *     ends with one line that says which
   */
  protected final RunSettings settings() {
    return new RunSettings(launch.settings());
  }

  /** Gatling's own entry; not for users. */
  @Override
  public final SimulationParams params(@Nullable String name) {
    return launch.load(() -> Instrumentation.declared(super.params(name))).params();
  }
}
