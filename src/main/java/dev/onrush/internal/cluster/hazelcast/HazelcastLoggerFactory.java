package dev.onrush.internal.cluster.hazelcast;

import com.hazelcast.logging.AbstractLogger;
import com.hazelcast.logging.ILogger;
import com.hazelcast.logging.LogEvent;
import com.hazelcast.logging.LoggerFactory;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes the log of Hazelcast to slf4j, one level lower, because a run itself reports what matters.
 * Hazelcast finds this class by its name.
 */
public final class HazelcastLoggerFactory implements LoggerFactory {

  /** Called by Hazelcast. */
  public HazelcastLoggerFactory() {}

  @Override
  public ILogger getLogger(String name) {
    return new Lower(org.slf4j.LoggerFactory.getLogger(name));
  }

  private static final class Lower extends AbstractLogger {
    private final Logger to;

    Lower(Logger to) {
      this.to = to;
    }

    @Override
    public void log(Level level, String message) {
      log(level, message, null);
    }

    @Override
    public void log(Level level, String message, @Nullable Throwable thrown) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        to.warn(message, thrown);
      } else if (level.intValue() >= Level.WARNING.intValue()) {
        to.info(message, thrown);
      } else if (level.intValue() >= Level.INFO.intValue()) {
        to.debug(message, thrown);
      } else {
        to.trace(message, thrown);
      }
    }

    @Override
    @SuppressWarnings("removal") // must be implemented until Hazelcast removes it
    public void log(LogEvent event) {
      log(
          event.getLogRecord().getLevel(),
          String.valueOf(event.getLogRecord().getMessage()),
          event.getLogRecord().getThrown());
    }

    @Override
    public Level getLevel() {
      return to.isTraceEnabled()
          ? Level.ALL
          : to.isDebugEnabled() ? Level.INFO : to.isInfoEnabled() ? Level.WARNING : Level.SEVERE;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.intValue() >= getLevel().intValue();
    }
  }
}
