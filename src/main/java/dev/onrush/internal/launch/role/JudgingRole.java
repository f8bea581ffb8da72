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

  /** Assembles the JVMs of the run; returns the description of the run as known afterwards. */
  RunInfo gather(RunInfo info, LoadedSimulation simulation) {
    return info;
  }

  /** The source of the run's intervals. */
  Source source(Recorder recorder) {
    return Source.of(recorder);
  }

  /**
   * The longest time for warming up this JVM.
   *
   * @param planned the planned length of the run, if it is known
   */
  Duration longestWarmUp(Optional<Duration> planned) {
    return settings.longestWarmUp(planned);
  }

  /**
   * Starts the run: the first users are due.
   *
   * @throws IllegalArgumentException if the load cannot start
   */
  void begin(Run run, Optional<String> warmUp) {
    run.begin(warmUp);
  }

  /** Why the run ended early, if another JVM was the cause. */
  Optional<String> trouble() {
    return Optional.empty();
  }

  /**
   * Called when this JVM is being ended; gives other JVMs the time to send their remaining data.
   */
  void interrupted() {}

  /** Ends the JVMs that this one has started. */
  void close() {}
}
