package dev.onrush.internal.report.exchange;

import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file to which lines are added while a run goes. Where it cannot be written, the run goes on,
 * and is told at its end.
 */
final class KeptFile<T> {

  private final String name;
  private final JsonLinesFile<T> file;
  private Optional<IOException> failure = Optional.empty();

  KeptFile(String name, JsonLinesFile<T> file) {
    this.name = name;
    this.file = file;
  }

  /** Adds a line for each, unless one before could not be written. */
  void add(List<T> all) {
    if (failure.isEmpty()) {
      try {
        file.add(all);
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
  }

  /**
   * Ends the file.
   *
   * @throws UnwrittenFilesException if it is not complete
   */
  void close() {
    try {
      file.close();
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    if (failure.isPresent()) {
      throw new UnwrittenFilesException(List.of(UnwrittenFile.incomplete(name, failure.get())));
    }
  }
}
