package dev.onrush.internal.run;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interval log of a run at work. A full disk must not end a run: once the log cannot be written
 * to, the rest is kept in memory only, and the result says so.
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

  RunLog(Path folder) {
    this.folder = folder;
  }

  /** Begins the log; until then nothing is written. */
  void begin(RunInfo info) {
    try {
      log = IntervalLog.create(folder, info);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Another file of the run is missing or incomplete; the result says so. */
  void lacks(UnwrittenFile file) {
    unwritten.add(file);
  }

  /** Writes an entry, if the log can be written to. */
  void write(Entry entry) {
    if (log == null) {
      return;
    }
    try {
      entry.to(log);
    } catch (IOException | RuntimeException | Error e) {
      failed(e instanceof IOException io ? io : new IOException(e.toString(), e));
      try {
        log.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      log = null;
    }
  }

  /**
   * Ends the log. Its last line is the result as far as it is known.
   *
   * @return the result, which also knows whether that could be written
   */
  RunRecord end(RunRecord result) {
    RunRecord told = result.without(unwritten);
    int before = unwritten.size();
    write(l -> l.end(told));
    write(IntervalLog::close);
    log = null;
    return told.without(unwritten.subList(before, unwritten.size()));
  }

  private void failed(IOException e) {
    LOG.error("{} cannot be written to; the run goes on in memory only: {}", folder, e.toString());
    unwritten.add(UnwrittenFile.incomplete(IntervalLog.FILE, e));
  }
}
