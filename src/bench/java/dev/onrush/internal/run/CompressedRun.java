package dev.onrush.internal.run;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.service.ServiceMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run whose seconds pass as fast as the caller advances them. It does everything that a real run
 * does, except for waiting.
 */
public final class CompressedRun {

  private final HandClock clock = new HandClock();
  private final Run run;

  public CompressedRun(RunInfo info, Recorder recorder, Path folder, List<RunObserver> listeners) {
    Engine engine =
        new Engine() {
          @Override
          public void stop(String reason) {}

          @Override
          public void follow(EffectiveLoad course) {}
        };
    RunInputs inputs = new RunInputs(Source.of(recorder), ServiceMetrics.none(), Optional.empty());
    run = new Run(info, inputs, folder, listeners, engine, clock);
  }

  /** Begins the run: the first users are due now. */
  public void begin() {
    run.begin(Optional.empty());
  }

  /** Advances the run by one second. */
  public void second() {
    clock.advance(Duration.ofSeconds(1));
    boolean unused = run.beat();
  }

  /** Ends the run. */
  public RunRecord end() {
    return run.end(Optional.empty());
  }
}
