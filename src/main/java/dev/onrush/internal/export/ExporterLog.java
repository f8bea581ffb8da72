package dev.onrush.internal.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * Silences the log of OpenTelemetry's exporters. The log is kept from the console while a push is
 * open, because the run counts failed pushes and reports them itself. After the last push has
 * closed, the logger is as it was before the first one opened.
 */
final class ExporterLog {

  /** Held in a field, because java.util.logging holds loggers weakly. */
  private static final Logger LOGGER = Logger.getLogger("io.opentelemetry.exporter");

  private static int holders;
  private static boolean before;

  private ExporterLog() {}

  /**
   * Keeps the log from the console.
   *
   * @return an action that ends the silence; its second call has no effect
   */
  static synchronized Runnable silence() {
    if (holders++ == 0) {
      before = LOGGER.getUseParentHandlers();
      LOGGER.setUseParentHandlers(false);
    }
    AtomicBoolean silent = new AtomicBoolean(true);
    return () -> {
      if (silent.compareAndSet(true, false)) {
        restore();
      }
    };
  }

  private static synchronized void restore() {
    if (--holders == 0) {
      LOGGER.setUseParentHandlers(before);
    }
  }
}
