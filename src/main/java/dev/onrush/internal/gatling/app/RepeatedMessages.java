package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.text.Printable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Keeps messages that Gatling logs for each request from flooding the log: of messages that differ
 * only in numbers, only the first few of a run are printed. A logger whose level is DEBUG or TRACE
 * prints everything.
 */
public final class RepeatedMessages extends TurboFilter {

  /** The number of messages of a kind that are printed. */
  static final int PRINTED = 10;

  /** The greatest number of kinds that are distinguished; all further kinds are counted as one. */
  private static final int MOST_KINDS = 1_000;

  /**
   * The number of characters that are compared; the rest of a message does not distinguish kinds.
   */
  private static final int READ = 300;

  private static final String GATLING = "io.gatling.";

  private final Map<String, AtomicLong> kinds = new ConcurrentHashMap<>();

  /** Starts counting for a run, and discards the counts of an earlier run in this JVM. */
  public static void begin() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      end(context);
      RepeatedMessages filter = new RepeatedMessages();
      filter.setContext(context);
      filter.start();
      context.addTurboFilter(filter);
    }
  }

  /** Stops counting, so that everything is printed again. */
  public static void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      end(context);
    }
  }

  private static void end(LoggerContext context) {
    context.getTurboFilterList().removeIf(RepeatedMessages.class::isInstance);
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable e) {
    // Called for each call of each logger, so the cheapest condition comes first.
    if (level.levelInt < Level.WARN_INT
        || format == null
        || !logger.getName().startsWith(GATLING)
        || logger.getEffectiveLevel().levelInt > level.levelInt
        || logger.getEffectiveLevel().levelInt <= Level.DEBUG_INT) {
      return FilterReply.NEUTRAL;
    }
    String message = MessageFormatter.basicArrayFormat(format, params);
    long times = count(logger.getName() + ' ' + message);
    if (times == PRINTED + 1) {
      LoggerFactory.getLogger(RepeatedMessages.class)
          .warn(
              "\"{}\" was logged {} times and is no longer printed; the report counts these"
                  + " failures",
              message, // whole, since half of a secret would not be recognised and masked
              PRINTED);
    }
    return times > PRINTED ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private long count(String text) {
    String kind = Failure.normalised(Printable.beginning(text, READ));
    AtomicLong known = kinds.get(kind);
    if (known == null) {
      known = kinds.computeIfAbsent(kinds.size() < MOST_KINDS ? kind : "", k -> new AtomicLong());
    }
    return known.incrementAndGet();
  }
}
