package dev.onrush.internal.launch.role;

import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.Slice;

/** The role of the only JVM of a run. It generates the load and judges the run. */
final class LocalRole extends JudgingRole {

  /**
   * The system property with which a script assigns a slice, such as 2/3, to each of several JVMs.
   * It is not a setting.
   */
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
  public void refused(String reason) {}
}
