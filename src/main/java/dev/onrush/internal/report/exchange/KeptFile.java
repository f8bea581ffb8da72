package dev.onrush.internal.report.exchange;

import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file to which lines are added during a run. If the file cannot be written, the run goes on, and
 * {@code close} reports the failure at the end.
 */
final class KeptFile<T> {

  private final Path folder;
  private final String name;
  private final JsonLinesFile<T> file;
  private boolean hasLines;
  private Optional<IOException> failure = Optional.empty();

  /** Creates the file of this name in a folder that exists. */
  KeptFile(Path folder, String name, JsonLinesFile<T> file) {
    this.folder = folder;
    this.name = name;
    this.file = file;
  }

  /** Adds a line for each item, unless writing has failed before. */
  void add(List<T> all) {
    if (failure.isEmpty()) {
      try {
        file.add(all);
        hasLines |= !all.isEmpty();
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
  }

  /**
   * Closes the file.
   *
   * @throws UnwrittenFilesException if the file is incomplete, or was deleted
   */
  void close() {
    try {
      file.close();
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    failure
        .map(e -> UnwrittenFile.incomplete(name, e))
        .or(() -> hasLines ? RunFolder.deleted(folder, name) : Optional.empty())
        .ifPresent(
            unwritten -> {
              throw new UnwrittenFilesException(List.of(unwritten));
            });
  }
}
