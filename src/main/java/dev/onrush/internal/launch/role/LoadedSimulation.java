package dev.onrush.internal.launch.role;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.plan.PlanSetup;
import dev.onrush.spi.TargetProvider.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulation that is checked and ready to run, as a {@link Role} sees it. */
public interface LoadedSimulation {

  /** What is known of the run. */
  RunInfo info();

  /**
   * What all JVMs of a run have in common.
   *
   * @throws IllegalArgumentException if its load cannot be divided among several
   */
  Map<String, String> identity();

  /** Records what this JVM sends. */
  Recorder recorder(RunInfo info);

  /** The most users that this machine has room for. */
  long mostUsers();

  /** Sends the load. */
  Engine engine();

  /** What is needed around the load. */
  PlanSetup setup();

  /** The folder that the run writes to; made when it is first asked for. */
  Path folder();

  /** Receives the spans of the service, if the settings ask for it; from when it is first asked. */
  Optional<SpanReceiver> spans();

  /** The service that was started for this run, to be ended with it. */
  Optional<Target> target();

  /** Metrics of the service that are read during the run. */
  Optional<ServiceMetrics> serviceMetrics();

  /** What a user needs to know of the settings of this run. */
  List<String> notes();
}
