package dev.onrush.run;

import dev.onrush.control.Intervention;
import java.nio.file.Path;

/**
 * Told of a run as it goes, one call at a time. Whatever a listener throws is reported and does not
 * touch the run; whatever takes long belongs on a thread of its own.
 */
public interface RunListener {

  /** The first users are due now. */
  default void started(RunInfo info, Path folder, RunControl control) {}

  /** One more interval is in the timeline. */
  default void interval(RunState state) {}

  /**
   * A command was carried out.
   *
   * @param info with the profile that came of it
   */
  default void intervened(RunInfo info, Intervention intervention) {}

  /** All is recorded and judged. */
  default void ended(RunResult result, Path folder) {}
}
