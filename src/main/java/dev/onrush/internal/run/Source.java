package dev.onrush.internal.run;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;

/** Supplies the intervals of a run. */
public interface Source {

  /**
   * Returns everything that was recorded since the previous call. Called by one thread at a time,
   * never concurrently.
   *
   * @param elapsed time since the run's start
   */
  Interval takeInterval(Duration elapsed);

  /** Changes the phases from now on; phases that are over stay as they were. */
  void phases(List<Phase> phases);

  /**
   * How long before it takes effect a change of the load must be made, so that it reaches
   * everything that this source measures in time. Default: zero, for a load that is generated in
   * this JVM.
   */
  default Duration notice() {
    return Duration.ZERO;
  }

  /** Notes without which a reader cannot interpret the figures correctly. */
  List<String> notes();

  /**
   * Whether the load is known to have reached the end of its plan, whatever the local clock shows.
   * The clock of a coordinator starts some milliseconds after the clocks of its injectors.
   */
  default boolean hasFollowedItsPlan() {
    return false;
  }

  /** Returns a source of what the recorder of this JVM records. */
  static Source of(Recorder recorder) {
    return new Source() {
      @Override
      public Interval takeInterval(Duration elapsed) {
        return recorder.takeInterval(elapsed);
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
