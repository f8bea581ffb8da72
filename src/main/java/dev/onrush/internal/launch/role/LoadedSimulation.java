package dev.onrush.internal.launch.role;

import dev.onrush.internal.launch.target.ServiceFiles;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.plan.PlanSetup;
import dev.onrush.spi.TargetProvider.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulation that is checked and ready to run, as used by a {@link Role}. */
public interface LoadedSimulation extends ServiceFiles {

  /** The description of the run. */
  RunInfo info();

  /**
   * The properties that must be the same in all JVMs of a run.
   *
   * @throws IllegalArgumentException if the load cannot be divided among several JVMs
   */
  Map<String, String> identity();

  /** Creates the recorder of what this JVM sends. */
  Recorder recorder(RunInfo info);

  /** The maximum number of users for which this machine has room. */
  long mostUsers();

  /** The engine that generates the load. */
  Engine engine();

  /** The set-up and tear-down around the load. */
  PlanSetup setup();

  /** The service that was started for this run and has to be ended with it. */
  Optional<Target> target();

  /** Whether a service was started for this run. It may not be ready yet. */
  boolean startsService();

  /**
   * Connects once to all base addresses, unless the settings forbid it or this JVM sends no load.
   *
   * @throws IllegalArgumentException for the first address to which no connection can be made
   */
  void checkTargets();

  /** Metrics of the service that are read during the run. Their sources are not open yet. */
  ServiceMetrics serviceMetrics();

  /** Notes for the user on the settings of this run. */
  List<String> notes();
}
