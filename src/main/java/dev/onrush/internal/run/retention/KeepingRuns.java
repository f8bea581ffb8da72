package dev.onrush.internal.run.retention;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.run.record.RunRecord;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes older runs of the same kind as the run that has just ended. After a run with {@code
 * once}, it deletes only older runs with {@code once}. A run that cannot be deleted is logged, and
 * affects nothing else.
 */
public final class KeepingRuns implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger(KeepingRuns.class);

  private final int keep;
  private final InstantSource clock;
  private final PrintStream out;

  /**
   * Creates an observer that deletes nothing before a run ends.
   *
   * @param keep how many runs to keep, including the one that ends
   * @param clock decides whether a run without an end has been silent for so long that it was
   *     killed
   * @param out receives a line for each deleted run
   */
  public KeepingRuns(int keep, InstantSource clock, PrintStream out) {
    this.keep = keep;
    this.clock = clock;
    this.out = out;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    Path reports = folder.toAbsolutePath().normalize().getParent();
    if (reports == null) {
      return;
    }
    RunName.of(folder)
        .map(name -> OldRuns.Kind.of(name, result.info()))
        .ifPresent(kind -> deleteOlder(reports, kind, folder));
  }

  private void deleteOlder(Path reports, OldRuns.Kind kind, Path latest) {
    try {
      OldRuns.find(reports, kind::equals, keep, clock.instant()).old().stream()
          .filter(run -> !run.getFileName().equals(latest.getFileName()))
          .forEach(this::delete);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.warn("older runs are not deleted: {}", e.getMessage());
    }
  }

  private void delete(Path run) {
    try {
      OldRuns.delete(run);
      out.println("Deleted " + run + " (keepRuns is " + keep + ")");
    } catch (UncheckedIOException e) {
      LOG.warn("an older run is not deleted: {}", e.getMessage());
    }
  }
}
