package dev.onrush.internal.run;

import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls all observers of a run; one that fails harms neither the others nor the run. */
final class ObserverCalls {

  private static final Logger LOG = LoggerFactory.getLogger(ObserverCalls.class);

  private final List<RunObserver> observers;

  ObserverCalls(List<RunObserver> observers) {
    this.observers = List.copyOf(observers);
  }

  /** Calls each, in their order. */
  void each(Consumer<RunObserver> call) {
    for (RunObserver observer : observers) {
      try {
        call.accept(observer);
      } catch (RuntimeException | Error e) {
        LOG.error("a listener of the run failed; the run goes on", e);
      }
    }
  }

  /** Tells each of the end and what those before it could not write; returns the result with it. */
  RunRecord ended(RunRecord result, Path folder) {
    RunRecord known = result;
    for (RunObserver observer : observers) {
      try {
        observer.ended(known, folder);
      } catch (UnwrittenFilesException e) {
        known = known.without(e.files());
      } catch (Throwable e) { // out of memory included: the verdict has to be told
        LOG.error("a listener of the run failed at its end", e);
      }
    }
    return known;
  }
}
