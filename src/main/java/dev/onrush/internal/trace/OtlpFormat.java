package dev.onrush.internal.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** One of the forms in which OTLP sends spans. Thread-safe. */
interface OtlpFormat {

  /**
   * Reads the spans of one request.
   *
   * @throws IOException if it is not of this form
   */
  void read(InputStream in, Consumer<Span> to) throws IOException;
}
