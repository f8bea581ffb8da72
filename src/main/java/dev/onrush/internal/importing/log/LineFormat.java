package dev.onrush.internal.importing.log;

import java.util.List;
import java.util.function.Consumer;

/** The format of the lines of a log. */
public interface LineFormat {

  /**
   * Reads a line.
   *
   * @param to receives the requests of the line; in some formats a line contains several
   * @return whether the line is of this format
   */
  boolean read(String line, Consumer<LogEntry> to);

  /** Sentences on what was assumed about the lines that were read. */
  default List<String> notes() {
    return List.of();
  }

  /** The name of the format, for messages. */
  String text();
}
