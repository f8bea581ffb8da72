package dev.onrush.internal.gatling.warmup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * Turns loggers off until it is closed. It changes their levels and does not add a filter, since
 * the compiler assumes that filters never change, and invalidates all compiled code that logs when
 * they do.
 */
final class SilentLoggers implements AutoCloseable {

  /** The level of each logger; null if it had inherited its parent's. */
  private final Map<Logger, @Nullable Level> levels = new LinkedHashMap<>();

  private SilentLoggers() {}

  /**
   * Turns off the logger of this name and all loggers below it. Does nothing if another framework
   * than logback is used.
   */
  static SilentLoggers of(String name) {
    return of(name, LoggerFactory.getILoggerFactory());
  }

  static SilentLoggers of(String name, ILoggerFactory loggers) {
    SilentLoggers silent = new SilentLoggers();
    if (!(loggers instanceof LoggerContext context)) {
      return silent;
    }
    silent.levels.put(context.getLogger(name), context.getLogger(name).getLevel());
    for (Logger logger : context.getLoggerList()) {
      if (logger.getName().startsWith(name + ".") && logger.getLevel() != null) {
        silent.levels.put(logger, logger.getLevel());
      }
    }
    silent.levels.keySet().forEach(logger -> logger.setLevel(Level.OFF));
    return silent;
  }

  @Override
  public void close() {
    levels.forEach(Logger::setLevel);
  }
}
