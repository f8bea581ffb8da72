package dev.onrush.internal.launch.role;

import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.Slice;

/** The only JVM of a run: it sends the load and judges it. */
final class LocalRole extends JudgingRole {

  /** No setting: a property by which a script gives each of several JVMs a slice, such as 2/3. */
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
