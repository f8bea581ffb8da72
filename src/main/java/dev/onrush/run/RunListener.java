package dev.onrush.run;

import dev.onrush.metrics.Timeline;
import java.nio.file.Path;

/**
 * Told of a run as it goes, one call at a time. Whatever a listener throws is reported and does not
 * touch the run.
 */
public interface RunListener {

  /** The first users are due now. */
  default void started(RunInfo info, Path folder) {}

  /** One more interval is in the timeline; its row is the last one. */
  default void interval(RunInfo info, Timeline timeline) {}

  /** All is recorded and judged. */
  default void ended(RunResult result, Path folder) {}
}
