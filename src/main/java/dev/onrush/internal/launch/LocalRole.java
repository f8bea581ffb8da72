package dev.onrush.internal.launch;

import dev.onrush.internal.control.EffectiveProfile;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.Slice;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import java.util.function.Consumer;

/** The only JVM of a run: it sends the load and judges it. */
final class LocalRole extends JudgingRole {

  /** No setting: whoever starts several JVMs for one run gives each its slice, such as 2/3. */
  private static final String SLICE = "dev.onrush.slice";

  LocalRole(Settings settings) {
    super(settings);
  }

  @Override
  public Instruments assemble(LoadedSimulation simulation) {
    return new RunAssembler(simulation, this).assemble();
  }

  @Override
  public Slice slice() {
    String given = System.getProperty(SLICE);
    return given == null ? Slice.WHOLE : Slice.parse(given);
  }

  @Override
  public boolean sendsLoad() {
    return true;
  }

  @Override
  public List<PopulationBuilder> populations(PlannedScenarios planned) {
    return planned.populations();
  }

  @Override
  public void follow(EffectiveProfile course, Consumer<EffectiveProfile> here) {
    here.accept(course);
  }

  @Override
  public void stop(String reason, Consumer<String> here) {
    here.accept(reason);
  }

  @Override
  public void refused(String reason) {}
}
