package dev.onrush;

import dev.onrush.internal.launch.PlanLaunch;
import dev.onrush.internal.launch.SimulationLaunch;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;

/**
 * A simulation that runs a load plan.
 *
 * <pre>{@code
 * public class SpikeTest extends LoadSimulation {
 *   @Override
 *   protected LoadPlan plan() {
 *     return loadPlan("Spike").users(…).profile(…).thresholds(…);
 *   }
 * }
 * }</pre>
 *
 * <p>Run it with {@code mvn gatling:test -Dsimulation=SpikeTest}, or from Java with {@link Onrush}.
 * Its plan is a value that can be tested without a run: {@code new SpikeTest().plan()}.
 *
 * @since 0.1.0
 */
public abstract class LoadSimulation extends MeteredSimulation {

  /** Creates a simulation. Its plan is requested when Gatling loads the simulation. */
  protected LoadSimulation() {
    super(LoadSimulation::launch);
  }

  private static SimulationLaunch launch(MeteredSimulation made) {
    LoadSimulation simulation = (LoadSimulation) made;
    return new PlanLaunch(
        simulation.getClass(),
        simulation::plan,
        (populations, protocols) -> simulation.planned(populations).protocols(protocols));
  }

  private SetUp planned(List<PopulationBuilder> populations) {
    try {
      return setUp(populations);
    } catch (UnsupportedOperationException e) { // a second call of setUp
      throw new IllegalArgumentException(
          getClass().getSimpleName()
              + " calls setUp(…), but the load of a LoadSimulation is its plan(); remove setUp(…),"
              + " or extend MeteredSimulation and remove plan()",
          e);
    }
  }

  /** The plan as it is written; settings such as {@code -Dscale} are applied to it afterwards. */
  protected abstract LoadPlan plan();

  /** The thresholds of the plan, as they are written. */
  @Override
  protected final List<Threshold> thresholds() {
    return plan().thresholds();
  }

  /** An empty list, because the phases come from the profiles of the plan. */
  @Override
  protected final List<Phase> phases() {
    return List.of();
  }
}
