package dev.onrush.internal.launch.role;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/** A role whose JVM records the whole run and judges it. */
abstract class JudgingRole implements Role {

  private final Settings settings;

  JudgingRole(Settings settings) {
    this.settings = settings;
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  /** Refuses a simulation that this role cannot run. */
  void check(LoadedSimulation simulation) {}

  /** Brings together the JVMs of the run; returns what is known of the run afterwards. */
  RunInfo gather(RunInfo info, LoadedSimulation simulation) {
    return info;
  }

  /** The source of the run's intervals. */
  Source source(Recorder recorder) {
    return Source.of(recorder);
  }

  /**
   * The longest time for which this JVM is warmed up.
   *
   * @param planned how long the run is to last, if it is known
   */
  Duration longestWarmUp(Optional<Duration> planned) {
    return settings.longestWarmUp(planned);
  }

  /**
   * The first users are due.
   *
   * @throws IllegalArgumentException if the load cannot begin
   */
  void begin(Run run, Optional<String> warmUp) {
    run.begin(warmUp);
  }

  /** Why the run has ended early, if another JVM was the cause. */
  Optional<String> trouble() {
    return Optional.empty();
  }

  /** This JVM is being ended; others get the time to hand over what they have. */
  void interrupted() {}

  /** Ends the JVMs that this one has started. */
  void close() {}
}
