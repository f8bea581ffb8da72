package dev.onrush.internal.launch.role;

import dev.onrush.internal.cluster.ClusterInjector;
import dev.onrush.internal.cluster.MeasurementSender;
import dev.onrush.internal.gatling.Instrumentation.Instruments;
import dev.onrush.internal.gatling.Metering;
import dev.onrush.internal.gatling.PlanHooks;
import dev.onrush.internal.gatling.RunBounds;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.ForcedEnd;
import dev.onrush.internal.launch.process.Refusal;
import dev.onrush.internal.launch.process.UserExit;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.report.exchange.KeptExchanges;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunInputs;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.Slice;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The role of a JVM that generates one slice of a run's load and records it. Its coordinator judges
 * the run.
 */
final class InjectorRole implements Role {

  /** How long to wait for an engine that was told to stop. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  private final Settings settings;
  private final ClusterInjector injector;

  /** Whether the run was refused after it was assembled. */
  private volatile boolean refused;

  InjectorRole(Settings settings, ClusterInjector injector) {
    this.settings = settings;
    this.injector = injector;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Slice slice() {
    return new Slice(injector.index(), injector.of());
  }

  /**
   * Does nothing: the coordinator has checked the level, because it knows how many users fit on
   * this machine.
   */
  @Override
  public void checkFits(ToIntFunction<Slice> users, List<String> from) {}

  @Override
  public void refused(String reason) {
    injector.refuse(settings.secrets().mask(reason));
    injector.close();
  }

  @Override
  public Instruments assemble(LoadedSimulation simulation) {
    injector.planned(simulation.identity());
    RunInfo info = led(simulation.info());
    Engine engine = simulation.engine();
    Recorder recorder = simulation.recorder(info);
    MeasurementSender sender = injector.measurements();
    Run run =
        new Run(
            info,
            RunInputs.led(Source.of(recorder)),
            simulation.folder(),
            List.of(new KeptExchanges(recorder.exchanges(), sender::kept), sender),
            engine);
    run.mask(settings.secrets()::mask);
    Console.out(settings)
        .println(
            "Injector "
                + injector.place()
                + " of "
                + info.simulation()
                + "; its log: "
                + simulation.folder());
    injector.lead(run, terminator(run, engine, simulation.folder()));
    if (ExitStatus.underGatlingMain()) {
      endWithJvm(run, simulation.folder());
    }
    return new Instruments(
        recorder,
        false,
        settings.verifyCertificates(),
        new Metering.Wanted(
            new RunBounds(
                settings.longestWarmUp(info.planned()),
                settings.ending().awaitAnswers(),
                settings.callThreads(),
                settings.allowedHosts()),
            PlanHooks.none(settings.setUpAtMost()),
            warmUp -> begin(run, simulation, warmUp),
            () -> {
              RunRecord unused = run.end(injector.reason());
            }));
  }

  private ClusterInjector.RunTerminator terminator(Run run, Engine engine, Path folder) {
    return new ClusterInjector.RunTerminator() {
      @Override
      public void stop(String reason) {
        engine.stop(reason);
        endOnceStopped(run, folder, reason);
      }

      @Override
      public void refuse(String why) {
        exitWithoutRun(folder, why);
      }
    };
  }

  /** Ends the run, and closes the injector, however this JVM ends. */
  private void endWithJvm(Run run, Path folder) {
    ExitStatus.choose(
        () -> {
          RunRecord result = run.end(Optional.of("the run crashed"));
          injector.close();
          return exitCode(result, folder);
        });
    UserExit exit = new UserExit();
    ForcedEnd.onShutdown(
        () -> {
          if (refused) {
            return; // there was no run, so there is nothing to report
          }
          Optional<String> why = exit.why();
          RunRecord result = run.end(Optional.of(why.orElse("the run was interrupted")));
          injector.close();
          if (why.isPresent() && result.exitCode() != 0) {
            exit.replaceStatus(result.exitCode());
          }
        });
  }

  /** Returns the description of the run from the coordinator, with the facts of this machine. */
  private RunInfo led(RunInfo own) {
    RunInfo whole = injector.info();
    Map<String, String> facts = new LinkedHashMap<>(whole.facts());
    facts.putAll(own.facts());
    facts.put(RunInfo.CLUSTER_RUN, injector.run());
    facts.put(RunInfo.INJECTOR, injector.place());
    return whole.withFacts(facts);
  }

  private void begin(Run run, LoadedSimulation simulation, Optional<String> warmUp) {
    try {
      injector.ready(warmUp.orElse("none"), simulation.mostUsers());
    } catch (IllegalArgumentException e) {
      exitWithoutRun(simulation.folder(), e.getMessage());
    }
    run.begin(
        warmUp,
        () -> {
          injector.awaitStart();
          return Duration.ZERO; // the first user is due now, even if it is late
        });
  }

  /**
   * Ends this JVM before its load has started. If several threads call this method, the first one
   * ends the JVM.
   */
  private synchronized void exitWithoutRun(Path folder, @Nullable String why) {
    refused = true;
    injector.close();
    RunFolder.discard(folder);
    Refusal.exit(why);
  }

  /**
   * Ends the run after the engine has had time to stop. An engine that does not stop in time is
   * abandoned.
   */
  private void endOnceStopped(Run run, Path folder, String reason) {
    Thread thread =
        new Thread(
            () -> {
              LockSupport.parkNanos(STOP_TIMEOUT.toNanos());
              RunRecord result = run.end(Optional.of(reason));
              LockSupport.parkNanos(STOP_TIMEOUT.toNanos());
              // Gatling has ended by now, or never will.
              System.exit(exitCode(result, folder));
            },
            "onrush-stopped");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The exit code of this JVM. It only says whether this part of the run is complete; the
   * coordinator reports the verdict.
   */
  private int exitCode(RunRecord result, Path folder) {
    result.unwritten().forEach(System.out::println);
    if (injector.hasLostCoordinator()) {
      System.out.println("INVALID: " + result.reason() + "; the log of this injector: " + folder);
      return Verdict.INVALID.exitCode();
    }
    return result.unwritten().isEmpty() ? 0 : RunRecord.FILES_MISSING;
  }
}
