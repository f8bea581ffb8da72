package dev.onrush.internal.importing.log;

import java.util.function.Consumer;

/** How the lines of a log are written. */
public interface LineFormat {

  /**
   * Reads a line.
   *
   * @param to gets its requests, of which a line of some formats has several
   * @return whether the line is of this format
   */
  boolean read(String line, Consumer<LogEntry> to);

  /** Its name for people. */
  String text();
}
