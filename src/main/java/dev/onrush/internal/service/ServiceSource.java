package dev.onrush.internal.service;

import java.io.IOException;

/**
 * A source of figures of the service, such as its metrics endpoint, its database, its process or
 * its JVM.
 */
public interface ServiceSource extends AutoCloseable {

  /** The name of the source within a sentence, such as {@code metrics of the service}. */
  String name();

  /**
   * Reads the source once. The caller uses a thread of its own, so reading may take long. A figure
   * that only grows is converted to its rate since the previous reading, so the first reading
   * contains no rates.
   *
   * @throws IOException if the source does not answer
   */
  Reading read() throws IOException;

  /** Closes the source without waiting, not even for a reading in progress. */
  @Override
  void close();
}
