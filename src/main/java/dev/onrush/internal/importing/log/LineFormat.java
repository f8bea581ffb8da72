package dev.onrush.internal.importing.log;

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

  /** The name of the format, for messages. */
  String text();
}
