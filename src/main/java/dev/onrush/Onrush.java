package dev.onrush;

import dev.onrush.internal.cli.OnrushCommand;
import dev.onrush.internal.launch.role.InProcessRun;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import dev.onrush.units.Given;
import java.io.UncheckedIOException;

/**
 * Runs plans and simulations from Java, any number of times, one at a time.
 *
 * <pre>{@code
 * RunResult result = Onrush.run(plan, RunSettings.load().withTarget(service));
 * assertEquals(Verdict.PASS, result.verdict(), result.reason());
 * }</pre>
 *
 * <p>Gatling needs the JVM option {@code --add-opens=java.base/java.lang=ALL-UNNAMED}.
 *
 * <p>The method {@link #main} is the command line. Its commands run simulations, write the reports
 * of a run again from its folder, even if the run was killed, and compare runs.
 *
 * @since 0.1.0
 */
public final class Onrush {

  private Onrush() {}

  /**
   * Runs a plan with the settings of this JVM.
   *
   * @throws IllegalArgumentException if the plan or the settings contain a mistake; no request has
   *     been sent in this case
   * @throws IllegalStateException if the plan's {@code before(…)} fails, if this JVM lacks the
   *     option that Gatling needs, if libraries on the class path do not fit together, or if this
   *     thread is interrupted before the run begins
   * @throws UncheckedIOException if the folder for the reports cannot be created, or a service that
   *     the run starts does not start
   */
  public static RunResult run(LoadPlan plan) {
    return run(plan, RunSettings.load());
  }

  /**
   * Runs a plan. Returns when all users have left and the reports are written. Concurrent calls
   * from several threads run one after the other. If this thread is interrupted during the run, for
   * example by the timeout of a test, the run ends and its result is INVALID.
   *
   * @throws IllegalArgumentException if the plan or the settings contain a mistake; no request has
   *     been sent in this case
   * @throws IllegalStateException if the plan's {@code before(…)} fails, if this JVM lacks the
   *     option that Gatling needs, if libraries on the class path do not fit together, or if this
   *     thread is interrupted before the run begins
   * @throws UncheckedIOException if the folder for the reports cannot be created, or a service that
   *     the run starts does not start
   */
  public static RunResult run(LoadPlan plan, RunSettings settings) {
    LoadPlan given = Given.value(plan, "plan");
    return InProcessRun.run(
        LoadSimulation.class, Given.value(settings, "settings").ofPlan(given.name()), given);
  }

  /**
   * Runs a simulation with the settings of this JVM.
   *
   * @throws IllegalArgumentException if the simulation or the settings contain a mistake; no
   *     request has been sent in this case
   * @throws IllegalStateException if its plan's {@code before(…)} fails, if this JVM lacks the
   *     option that Gatling needs, if libraries on the class path do not fit together, or if this
   *     thread is interrupted before the run begins
   * @throws UncheckedIOException if the folder for the reports cannot be created, or a service that
   *     the run starts does not start
   */
  public static RunResult run(Class<? extends MeteredSimulation> simulation) {
    return run(simulation, RunSettings.load());
  }

  /**
   * Runs a simulation, with or without a plan. Returns when all users have left and the reports are
   * written. Concurrent calls from several threads run one after the other. If this thread is
   * interrupted during the run, the run ends and its result is INVALID.
   *
   * @param simulation a class with a public constructor without parameters
   * @throws IllegalArgumentException if the simulation or the settings contain a mistake; no
   *     request has been sent in this case
   * @throws IllegalStateException if its plan's {@code before(…)} fails, if this JVM lacks the
   *     option that Gatling needs, if libraries on the class path do not fit together, or if this
   *     thread is interrupted before the run begins
   * @throws UncheckedIOException if the folder for the reports cannot be created, or a service that
   *     the run starts does not start
   */
  public static RunResult run(Class<? extends MeteredSimulation> simulation, RunSettings settings) {
    Class<? extends MeteredSimulation> given = Given.value(simulation, "simulation");
    boolean plain = !LoadSimulation.class.isAssignableFrom(given);
    return InProcessRun.run(given, Given.value(settings, "settings").ofSimulation(given, plain));
  }

  /**
   * Executes a command, such as {@code run SpikeTest.java} or {@code report FOLDER}. Ends this JVM
   * if the exit code is not 0. The option {@code --help} lists the commands.
   */
  public static void main(String[] args) {
    int code = OnrushCommand.execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}
