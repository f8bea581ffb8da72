package dev.onrush;

import dev.onrush.internal.cli.OnrushCommand;
import dev.onrush.internal.launch.role.InProcessRun;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import dev.onrush.units.Given;

/**
 * Runs plans and simulations from Java, as often as one likes, one at a time.
 *
 * <pre>{@code
 * RunResult result = Onrush.run(plan, RunSettings.load().withTarget(service));
 * assertEquals(Verdict.PASS, result.verdict(), result.reason());
 * }</pre>
 *
 * <p>The JVM needs {@code --add-opens=java.base/java.lang=ALL-UNNAMED}, for Gatling.
 *
 * <p>Its {@code main} makes the reports of a run again from its folder, also of one that was
 * killed, and compares runs.
 *
 * @since 0.1.0
 */
public final class Onrush {

  private Onrush() {}

  /**
   * Runs a plan with the settings of this JVM.
   *
   * @throws IllegalArgumentException if plan or settings have a mistake; nothing has been sent then
   * @throws IllegalStateException if what the plan does before its load fails, or if this thread is
   *     interrupted before the run begins
   */
  public static RunResult run(LoadPlan plan) {
    return run(plan, RunSettings.load());
  }

  /**
   * Runs a plan; returns when all users have left and the reports are written. Callers on several
   * threads wait for each other.
   *
   * @throws IllegalArgumentException if plan or settings have a mistake; nothing has been sent then
   * @throws IllegalStateException if what the plan does before its load fails, or if this thread is
   *     interrupted before the run begins
   */
  public static RunResult run(LoadPlan plan, RunSettings settings) {
    LoadPlan given = Given.value(plan, "plan");
    return InProcessRun.run(
        LoadSimulation.class, Given.value(settings, "settings").ofPlan(given.name()), given);
  }

  /**
   * Runs a simulation with the settings of this JVM.
   *
   * @throws IllegalArgumentException if simulation or settings have a mistake; nothing has been
   *     sent then
   * @throws IllegalStateException if what its plan does before its load fails, or if this thread is
   *     interrupted before the run begins
   */
  public static RunResult run(Class<? extends MeteredSimulation> simulation) {
    return run(simulation, RunSettings.load());
  }

  /**
   * Runs a simulation, with a plan or without; returns when all users have left and the reports are
   * written. Callers on several threads wait for each other.
   *
   * @param simulation has a public constructor without parameters
   * @throws IllegalArgumentException if simulation or settings have a mistake; nothing has been
   *     sent then
   * @throws IllegalStateException if what its plan does before its load fails, or if this thread is
   *     interrupted before the run begins
   */
  public static RunResult run(Class<? extends MeteredSimulation> simulation, RunSettings settings) {
    Class<? extends MeteredSimulation> given = Given.value(simulation, "simulation");
    boolean plain = !LoadSimulation.class.isAssignableFrom(given);
    return InProcessRun.run(given, Given.value(settings, "settings").ofSimulation(given, plain));
  }

  /**
   * Carries out a command, such as {@code run SpikeTest.java} or {@code report FOLDER}, and ends
   * this JVM unless the exit code is 0; {@code --help} lists the commands.
   */
  public static void main(String[] args) {
    int code = OnrushCommand.execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}
