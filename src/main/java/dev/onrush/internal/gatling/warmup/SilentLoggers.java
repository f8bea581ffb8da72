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
 * Loggers that are off until this is closed. By their levels and not by a filter: the compiler
 * takes it that no filter ever comes or goes, and throws all code away that logs when one does.
 */
final class SilentLoggers implements AutoCloseable {

  /** What each of them had of its own; none if it had its parent's. */
  private final Map<Logger, @Nullable Level> levels = new LinkedHashMap<>();

  private SilentLoggers() {}

  /** The logger of this name and all below it; where logging goes elsewhere, none. */
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
