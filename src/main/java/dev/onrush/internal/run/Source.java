package dev.onrush.internal.run;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.plan.Phase;
import java.time.Duration;
import java.util.List;

/** The source of a run's intervals. */
public interface Source {

  /**
   * All that was recorded since the last flip. Called by one thread at a time, never concurrently.
   *
   * @param elapsed since the run's start
   */
  Interval flip(Duration elapsed);

  /** Other phases from now on; those that have been are as they were. */
  void phases(List<Phase> phases);

  /** What a reader has to know to read the figures rightly. */
  List<String> notes();

  /**
   * Whether the load is known to have come to its plan's end, whatever the clock here shows: that
   * of a coordinator begins some milliseconds after those of its injectors.
   */
  default boolean hasFollowedItsPlan() {
    return false;
  }

  /** What this JVM records itself. */
  static Source of(Recorder recorder) {
    return new Source() {
      @Override
      public Interval flip(Duration elapsed) {
        return recorder.flip(elapsed);
      }

      @Override
      public void phases(List<Phase> phases) {
        recorder.phases(phases);
      }

      @Override
      public List<String> notes() {
        return recorder.notes();
      }
    };
  }
}
