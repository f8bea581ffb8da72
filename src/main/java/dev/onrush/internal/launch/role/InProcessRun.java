package dev.onrush.internal.launch.role;

import dev.onrush.internal.gatling.InProcess;
import dev.onrush.internal.library.LibraryCheck;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that is started from Java. Gatling creates the simulation by its name, so that this class
 * passes the settings and the plan to the simulation, and the result back. Only one such run is
 * executed at a time.
 */
public final class InProcessRun {

  private static final String INTERRUPTED = "the run was interrupted before it began";

  /** The most bytes of a plan's name: with the time of the run, it fits in 255 bytes. */
  private static final int LONGEST_NAME = 200;

  private static final String CRASHED = "the run crashed";

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private static @Nullable InProcessRun current;
  private static @Nullable Class<? extends Simulation> ofPlans;

  private final Settings settings;
  private final Optional<LoadPlan> plan;
  private @Nullable Assembled assembled;

  /** Why there is no run although it was assembled. */
  private volatile @Nullable IllegalStateException refusal;

  /** A run that has been assembled. */
  interface Assembled {

    /**
     * Ends the run, unless it has ended, and returns its result.
     *
     * @param why why the run ended early
     */
    RunRecord end(String why);

    /** Waits, after the end, as long as the dashboard stays available. */
    void stay();
  }

  private InProcessRun(Settings settings, Optional<LoadPlan> plan) {
    this.settings = settings;
    this.plan = plan;
  }

  /**
   * Runs a plan as a simulation.
   *
   * @param parent the superclass of the simulation, with an abstract method {@code plan}
   * @throws IllegalArgumentException if the plan or the settings contain a mistake; then nothing
   *     has been sent
   * @throws IllegalStateException if the set-up of the plan fails, if libraries on the class path
   *     do not fit, or if this thread is interrupted before the run starts
   */
  public static RunResult run(
      Class<? extends Simulation> parent, Settings settings, LoadPlan plan) {
    return alone(() -> run(simulationOfPlans(parent), settings, Optional.of(plan)));
  }

  private static Class<? extends Simulation> simulationOfPlans(Class<? extends Simulation> parent) {
    Class<? extends Simulation> simulation = ofPlans;
    if (simulation == null) {
      simulation = SimulationOfPlan.define(parent, InProcessRun.class);
      ofPlans = simulation;
    }
    return simulation;
  }

  /**
   * Runs a simulation; returns when all users have left and the reports are written.
   *
   * @throws IllegalArgumentException if the plan or the settings contain a mistake; then nothing
   *     has been sent
   * @throws IllegalStateException if the set-up of the plan fails, if libraries on the class path
   *     do not fit, or if this thread is interrupted before the run starts
   */
  public static RunResult run(Class<? extends Simulation> simulation, Settings settings) {
    return alone(() -> run(simulation, settings, Optional.empty()));
  }

  /** Executes a run when all previous runs have ended. */
  private static RunResult alone(Supplier<RunResult> run) {
    if (ONE_AT_A_TIME.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a run was started while another run loads its plan; runs are executed one after the"
              + " other: start this run before the other one, and give its result to the plan");
    }
    try {
      ONE_AT_A_TIME.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(INTERRUPTED, e);
    }
    try {
      return run.get();
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static RunResult run(
      Class<? extends Simulation> simulation, Settings settings, Optional<LoadPlan> plan) {
    LibraryCheck.ofClassPath()
        .refusal()
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    InProcessRun mine = new InProcessRun(settings, plan);
    current = mine;
    Optional<Throwable> thrown = Optional.empty();
    try {
      InProcess.run(simulation, mine::endAfter);
    } catch (Throwable e) { // checked ones too
      thrown = Optional.of(e);
    } finally {
      current = null;
    }
    if (thrown.filter(InterruptedException.class::isInstance).isPresent()) {
      Thread.currentThread().interrupt();
    }
    return mine.result(thrown);
  }

  /** Ends a run that has been assembled, because of what the engine has thrown. */
  private void endAfter(Throwable thrown) {
    Assembled of = assembled;
    if (of != null && refusal == null) {
      RunRecord unused =
          of.end(
              thrown instanceof InterruptedException
                  ? "the thread of the run was interrupted"
                  : CRASHED);
    }
  }

  /** Returns the result of the run, which is ended if it has not ended; throws if there is none. */
  private RunResult result(Optional<Throwable> thrown) {
    if (refusal != null) {
      throw refusal;
    }
    Assembled of = assembled;
    if (of == null) {
      throw refused(thrown);
    }
    RunRecord result = of.end(CRASHED);
    of.stay();
    thrown
        .filter(Error.class::isInstance)
        .ifPresent(
            e -> {
              throw (Error) e; // such as a missing class, which the result cannot explain
            });
    return result;
  }

  /** Returns why there was no run. */
  private RuntimeException refused(Optional<Throwable> thrown) {
    if (thrown.isEmpty()) {
      return new IllegalStateException("Gatling ended without starting the run");
    }
    Throwable why = thrown.get();
    if (why instanceof Error error) {
      throw error;
    }
    Throwable told =
        why instanceof IllegalArgumentException mistake ? settings.secrets().masked(mistake) : why;
    if (Thread.currentThread().isInterrupted()) { // and a wait, such as for a connection, says so
      return new IllegalStateException(INTERRUPTED, told);
    }
    return told instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("the run could not be started: " + why, why);
  }

  /** The plan of the current run from Java. */
  public static LoadPlan plan() {
    return Optional.ofNullable(current)
        .flatMap(run -> run.plan)
        .orElseThrow(
            () -> new IllegalStateException("this simulation can only be run by Onrush.run(plan)"));
  }

  /** The settings of the run that is being prepared from Java; empty if there is none. */
  static Optional<Settings> settings() {
    return Optional.ofNullable(current).map(run -> run.settings);
  }

  /**
   * The name of the plan that is run from Java, as used for its folders.
   *
   * @throws IllegalArgumentException if it is too long for a folder
   */
  public static Optional<String> planName() {
    return Optional.ofNullable(current)
        .flatMap(
            run ->
                run.plan.map(
                    plan ->
                        run.settings
                            .secrets()
                            .mask(plan.name())
                            .replaceAll("[^\\p{L}\\p{N}_-]+", "-")))
        .map(InProcessRun::checked);
  }

  private static String checked(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name of the plan has "
              + Quantity.count(length, "byte")
              + "; at most "
              + LONGEST_NAME
              + " are allowed, because the folder of the run is named after it; shorten it");
    }
    return name;
  }

  /** Refuses a run that was already assembled, because the set-up of its plan has failed. */
  static void refuse(String why) {
    IllegalStateException refusal = new IllegalStateException(why);
    InProcessRun run = current;
    if (run != null) {
      run.refusal = refusal;
    }
    throw refusal;
  }

  /** Passes on the run, which has been assembled. */
  static void handBack(Assembled assembled) {
    InProcessRun run = current;
    if (run != null) {
      run.assembled = assembled;
    }
  }
}
