package dev.onrush.internal.run;

import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Intervention;
import java.nio.file.Path;
import java.util.List;

/**
 * Observes a run in progress. The calls do not overlap, except for {@link #hurry}. An exception
 * that an observer throws is reported and does not affect the run. Long work belongs on a separate
 * thread.
 */
public interface RunObserver {

  /**
   * The run is refused before it starts, and no other method is called. An observer that opened a
   * resource when it was created, such as a port, closes it here. Default: does nothing.
   */
  default void refused() {}

  /** The run has started: the first users are due now. */
  default void started(RunInfo info, Path folder, RunControl control) {}

  /** An interval was added to the timeline. */
  default void interval(RunState state) {}

  /**
   * A command was carried out.
   *
   * @param info the run with the load profile after the intervention
   */
  default void intervened(RunInfo info, Intervention intervention) {}

  /**
   * The last interval has been reported. An observer that is still receiving data that explains the
   * run waits for it here, and writes it to the run's folder before this method returns. Default:
   * does nothing.
   */
  default void settle() {}

  /**
   * Notes for the reader of the result on this observer's own work, such as data that it could not
   * hand on. Called once, after the last interval and before the result is created. Default: empty.
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * This process is being ended: an observer that waits for others stops waiting. May be called by
   * any thread, at any time, also while another method is running. Default: does nothing.
   */
  default void hurry() {}

  /**
   * The run is recorded and judged.
   *
   * @throws UnwrittenFilesException if files of the run could not be written; the following
   *     observers receive a result that says so, and the exit code of the run is not 0
   */
  default void ended(RunRecord result, Path folder) {}
}
