package dev.onrush.internal.launch.role;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.concurrent.Uninterrupted;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.Metering;
import dev.onrush.internal.gatling.PlanHooks;
import dev.onrush.internal.gatling.RunBounds;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.app.GatlingOutputs;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.ForcedEnd;
import dev.onrush.internal.launch.process.Refusal;
import dev.onrush.internal.launch.process.UserExit;
import dev.onrush.internal.live.dashboard.Dashboard;
import dev.onrush.internal.machine.ParentProcess;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Closings;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunInputs;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.Settings;
import dev.onrush.result.Verdict;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Assembles a run that this JVM judges. */
final class RunAssembler {

  private final LoadedSimulation simulation;
  private final JudgingRole role;
  private final Settings settings;
  private final Observers observers;
  private ServiceMetrics service = ServiceMetrics.none();

  /** Whether the run was refused after everything was assembled, before its load started. */
  private volatile boolean refused;

  RunAssembler(LoadedSimulation simulation, JudgingRole role) {
    this.simulation = simulation;
    this.role = role;
    this.settings = role.settings();
    this.observers = new Observers(settings);
  }

  /**
   * Assembles the run with all of its observers; returns what Gatling is instrumented with.
   *
   * @throws IllegalArgumentException if a part cannot be opened; everything that was opened is
   *     closed again
   */
  Instruments assemble() {
    try {
      return assembled();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Instruments assembled() {
    role.check(simulation);
    Optional<Baseline> baseline = BaselineChoice.choose(simulation.info(), settings);
    RunInfo info =
        baseline
            .map(b -> simulation.info().with(RunInfo.BASELINE, b.name()))
            .orElse(simulation.info());
    service = simulation.serviceMetrics();
    if (!simulation.startsService()) {
      service.open();
    }
    Optional<Dashboard> dashboard = observers.dashboard();
    Recorder recorder = simulation.recorder(info);
    List<RunObserver> all =
        observers.of(
            simulation.target(),
            simulation.notes(),
            recorder.exchanges(),
            simulation.spans(),
            dashboard);
    Path folder = simulation.folder();
    // Last of all steps that can be refused, because it takes time.
    RunInfo known = role.gather(info, simulation);
    Run run =
        new Run(
            known,
            new RunInputs(role.source(recorder), service, baseline),
            folder,
            all,
            simulation.engine());
    run.mask(settings.secrets()::mask);
    boolean main = ExitStatus.underGatlingMain();
    if (main) {
      endWithThisJvm(run, dashboard);
    }
    InProcessRun.handBack(
        new InProcessRun.Assembled() {
          @Override
          public RunRecord end(String why) {
            return ended(run, Optional.of(why));
          }

          @Override
          public void stay() {
            dashboard.ifPresent(Dashboard::stay);
          }
        });
    return new Instruments(
        recorder,
        settings.gatlingReport(),
        settings.verifyCertificates(),
        new Metering.Wanted(
            new RunBounds(
                role.longestWarmUp(info.planned()),
                settings.ending().awaitAnswers(),
                settings.callThreads(),
                settings.allowedHosts()),
            hooks(),
            warmUp -> role.begin(run, warmUp),
            () -> {
              RunRecord unused = main ? run.end(role.trouble()) : ended(run, role.trouble());
            }));
  }

  /** Ends a run from Java, completely even if its thread is interrupted, as by a test's timeout. */
  private static RunRecord ended(Run run, Optional<String> crash) {
    return Uninterrupted.call("onrush-run-end", () -> run.end(crash));
  }

  private PlanHooks hooks() {
    boolean main = ExitStatus.underGatlingMain(); // must be called on this thread
    return new PlanHooks(
        new StartingService(),
        simulation.setup(),
        settings.setUpAtMost(),
        settings.secrets()::mask,
        why -> {
          refused = true;
          Closings.each(
              List.of(
                  this::close,
                  () -> simulation.target().ifPresent(Target::close),
                  () -> role.refused(why),
                  () -> RunFolder.discard(simulation.folder())));
          // The log of the service may explain the failure, unless the reason already names it.
          Path folder = simulation.folder();
          String told =
              RunFolder.printed(folder)
                  .filter(log -> !why.contains(folder.toString()))
                  .map(log -> why + "; " + log)
                  .orElse(why);
          if (main) {
            Refusal.exit(told);
          }
          InProcessRun.refuse(told);
        });
  }

  /** The service under test, which may still be starting. */
  private final class StartingService implements PlanHooks.Service {

    @Override
    public void awaitReady() throws IOException {
      if (simulation.target().isPresent()) {
        simulation.target().get().awaitReady();
      }
    }

    @Override
    public void connect() {
      if (simulation.startsService()) {
        simulation.checkTargets();
        service.open();
      }
    }
  }

  /** Closes everything that was opened for a run that is refused. */
  private void close() {
    List<Runnable> closings = new ArrayList<>(observers.closings());
    closings.add(service::close);
    Closings.each(closings);
  }

  /**
   * Makes the verdict of the run the exit code of this JVM, and ends the run when this JVM ends.
   */
  private void endWithThisJvm(Run run, Optional<Dashboard> dashboard) {
    Instant loaded = Instant.now();
    ExitStatus.choose(
        () -> {
          int status = run.end(Optional.of("the run crashed")).exitCode();
          // Here and not in the run: the thread that ends a run holds its lock, which an
          // interruption needs.
          role.close();
          dashboard.ifPresent(Dashboard::stay);
          if (settings.gatlingReport()) {
            // Gatling has printed a link to the previous location.
            GatlingOutputs.moveInto(
                    simulation.folder(),
                    GatlingOutputs.results(settings.reports()),
                    simulation.info().simulation(),
                    loaded)
                .ifPresent(Console.out(settings)::println);
          }
          return status;
        });
    UserExit exit = new UserExit();
    ForcedEnd.onShutdown(
        () -> {
          if (refused) {
            return; // there was no run, so there is nothing to report
          }
          Optional<String> why = exit.why();
          run.hurry(); // a thread that is ending the run holds its lock until it stops waiting
          role.interrupted();
          RunRecord result = run.end(Optional.of(why.orElse("the run was interrupted")));
          role.close();
          dashboard.ifPresent(Dashboard::close);
          if (why.isPresent() && result.exitCode() != 0) {
            exit.replaceStatus(result.exitCode());
          }
        });
    ParentProcess.onEnd(() -> System.exit(Verdict.INVALID.exitCode())); // as a signal does
  }
}
