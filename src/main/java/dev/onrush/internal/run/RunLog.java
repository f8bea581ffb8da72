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
 * The interval log of a run at work. A full disk must not end a run: what the log cannot take is
 * kept in memory until it can, and the result says if it never could.
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

  /** Why the log does not have all that it should; empty while it has. */
  private Optional<Throwable> failure = Optional.empty();

  RunLog(Path folder) {
    this.folder = folder;
  }

  /** Begins the log; until then nothing is written. One that cannot be begun is never written. */
  void begin(RunInfo info) {
    try {
      log = IntervalLog.create(folder, info);
    } catch (IOException e) {
      LOG.error(
          "{} cannot be written to; the run goes on in memory only: {}", folder, e.toString());
      failure = Optional.of(e);
    }
  }

  /** Another file of the run is missing or incomplete; the result says so. */
  void lacks(UnwrittenFile file) {
    unwritten.add(file);
  }

  /** Writes an entry, or, if the log cannot be written to now, leaves it for later. */
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
            "{} cannot be written to; the run goes on, and tries again: {}", folder, e.toString());
      }
      failure = Optional.of(e);
      stillGoesOn();
    }
  }

  /** A run that is silent for long counts as killed, and its folder may be deleted. */
  private void stillGoesOn() {
    try {
      IntervalLog.touch(folder);
    } catch (IOException e) {
      // it was deleted, or its disk takes nothing at all
    }
  }

  /**
   * Ends the log. Its last line is the result as far as it is known.
   *
   * @return the result, which also knows whether that could be written
   */
  RunRecord end(RunRecord result) {
    RunRecord told = result.without(unwritten);
    boolean made = log != null; // a run that ends before it begins has none
    write(open -> open.end(told));
    close();
    return told.without(
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
