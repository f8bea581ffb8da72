package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Thrown to make Gatling end a run whose load has not begun. Gatling's main would log it as a
 * crash, which it is not, so this exception is never logged.
 */
public final class EndedBeforeLoad extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private static final class Unlogged extends TurboFilter {
    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable thrown) {
      return thrown instanceof EndedBeforeLoad ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }

  private EndedBeforeLoad() {
    super("the run was ended before its load began");
  }

  /** Creates the exception, and keeps it out of the log. */
  public static EndedBeforeLoad unlogged() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getTurboFilterList().stream().noneMatch(Unlogged.class::isInstance)) {
      Unlogged filter = new Unlogged();
      filter.setContext(context);
      filter.start();
      context.addTurboFilter(filter);
    }
    return new EndedBeforeLoad();
  }
}
