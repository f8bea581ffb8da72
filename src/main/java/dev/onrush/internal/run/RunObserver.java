package dev.onrush.internal.run;

import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Intervention;
import java.nio.file.Path;
import java.util.List;

/**
 * Told of a run as it goes, one call at a time. Whatever a listener throws is reported and does not
 * touch the run; whatever takes long belongs on a thread of its own.
 */
public interface RunObserver {

  /**
   * The run is refused before it begins, and nothing else is called. An observer that opened
   * something when it was made, such as a port, closes it here. Default: nothing.
   */
  default void refused() {}

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

  /**
   * The last interval has been told. Whatever explains the run and is still on its way is waited
   * for here, and is in the run's folder when this returns. Default: nothing.
   */
  default void settle() {}

  /**
   * What a reader of the result has to know of this listener's own work, such as what it could not
   * hand on. Asked once, after the last interval and before the result is made. Default: nothing.
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * This process is being ended: whatever waits for others stops waiting. Called by any thread, at
   * any time, also while another method is at work.
   */
  default void hurry() {}

  /**
   * All is recorded and judged.
   *
   * @throws UnwrittenFilesException if files of the run could not be written; listeners that follow
   *     get a result that says so, and the run does not exit with 0
   */
  default void ended(RunRecord result, Path folder) {}
}
