package dev.onrush.internal.service;

import java.io.IOException;

/** A source of figures of the service: its own endpoint, or its database. */
public interface ServiceSource extends AutoCloseable {

  /** What it is, in a sentence: {@code metrics of the service}. */
  String name();

  /**
   * Reads it once, on a thread of its own; may take its time. A figure that only grows is turned
   * into its rate since the reading before, so the first reading has none.
   *
   * @throws IOException if it does not answer
   */
  Reading read() throws IOException;

  /** Ends it; waits for nobody, also not for a reading that has not come to its end. */
  @Override
  void close();
}
