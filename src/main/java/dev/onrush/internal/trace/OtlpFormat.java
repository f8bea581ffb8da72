package dev.onrush.internal.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** One of the formats in which OTLP sends spans. Thread-safe. */
interface OtlpFormat {

  /**
   * Reads the spans of one request.
   *
   * @throws IOException if the request is not in this format
   */
  void read(InputStream in, Consumer<Span> to) throws IOException;
}
