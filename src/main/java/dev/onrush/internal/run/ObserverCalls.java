package dev.onrush.internal.run;

import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls all observers of a run. An observer that fails affects neither the other observers nor the
 * run.
 */
final class ObserverCalls {

  private static final Logger LOG = LoggerFactory.getLogger(ObserverCalls.class);

  private final List<RunObserver> observers;

  ObserverCalls(List<RunObserver> observers) {
    this.observers = List.copyOf(observers);
  }

  /** Calls every observer, in order. */
  void each(Consumer<RunObserver> call) {
    for (RunObserver observer : observers) {
      try {
        call.accept(observer);
      } catch (RuntimeException | Error e) {
        LOG.error("a listener of the run failed; the run continues", e);
      }
    }
  }

  /**
   * Tells every observer the result at the end of the run, including the files that previous
   * observers could not write. Returns the result with all these files.
   */
  RunRecord ended(RunRecord result, Path folder) {
    RunRecord known = result;
    for (RunObserver observer : observers) {
      try {
        observer.ended(known, folder);
      } catch (UnwrittenFilesException e) {
        known = known.withUnwritten(e.files());
      } catch (Throwable e) { // including OutOfMemoryError: the verdict must still be reported
        LOG.error("a listener of the run failed at its end", e);
      }
    }
    return known;
  }
}
