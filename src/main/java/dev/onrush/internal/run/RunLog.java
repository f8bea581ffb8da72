package dev.onrush.internal.run;

import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interval log of a run in progress. A full disk must not end a run: entries that cannot be
 * written are kept in memory until they can, and the result says if they never could.
 */
final class RunLog {

  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  /** One entry of the log. */
  interface Entry {
    void to(IntervalLog log) throws IOException;
  }

  private final Path folder;
  private final List<UnwrittenFile> unwritten = new ArrayList<>();
  private @Nullable IntervalLog log;

  /** Why the log is incomplete; empty while it is complete. */
  private Optional<Throwable> failure = Optional.empty();

  RunLog(Path folder) {
    this.folder = folder;
  }

  /**
   * Creates the log. Before that, no entries are written. If it cannot be created, nothing is ever
   * written.
   */
  void begin(RunInfo info) {
    try {
      log = IntervalLog.create(folder, info);
    } catch (IOException e) {
      LOG.error(
          "{} cannot be written to; the run continues in memory only: {}", folder, e.toString());
      failure = Optional.of(e);
    }
  }

  /** Records that another file of the run is missing or incomplete; the result says so. */
  void addUnwritten(UnwrittenFile file) {
    unwritten.add(file);
  }

  /** Writes an entry. If the log cannot be written now, the entry is kept for later. */
  void write(Entry entry) {
    if (log == null) {
      return;
    }
    try {
      entry.to(log);
      if (failure.isPresent()) {
        LOG.info("{} can be written to again", folder);
      }
      failure = Optional.empty();
    } catch (IOException | RuntimeException | Error e) {
      if (failure.isEmpty()) {
        LOG.error(
            "{} cannot be written to; the run continues, and tries again: {}",
            folder,
            e.toString());
      }
      failure = Optional.of(e);
      stillGoesOn();
    }
  }

  /**
   * Touches the log. A run whose log does not change for long counts as killed, and its folder may
   * be deleted.
   */
  private void stillGoesOn() {
    try {
      IntervalLog.touch(folder);
    } catch (IOException e) {
      // the log was deleted, or the disk accepts no writes at all
    }
  }

  /**
   * Ends the log. Its last line is the result as known before that line is written.
   *
   * @return the result, including whether the log could be written
   */
  RunRecord end(RunRecord result) {
    RunRecord told = result.withUnwritten(unwritten);
    boolean made = log != null; // a run that ends before it starts has no log
    write(open -> open.end(told));
    close();
    return told.withUnwritten(
        failure
            .map(e -> UnwrittenFile.incomplete(IntervalLog.FILE, e))
            .or(() -> made ? RunFolder.deleted(folder, IntervalLog.FILE) : Optional.empty())
            .stream()
            .toList());
  }

  private void close() {
    try {
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    log = null;
  }
}
