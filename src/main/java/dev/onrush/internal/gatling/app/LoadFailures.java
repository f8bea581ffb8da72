package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Hands on what was thrown while Gatling loaded a simulation, by a constructor, an initialiser or a
 * plan. Gatling's main catches it, logs it and throws it on, so that it would be printed twice; its
 * log is the one place where it can be had before.
 */
public final class LoadFailures extends TurboFilter {

  static final String MAIN = "io.gatling.app.Gatling$";

  private static volatile @Nullable LoadFailures current;

  private final Consumer<Throwable> told;

  private LoadFailures(Consumer<Throwable> told) {
    this.told = told;
  }

  /**
   * Until {@link #loaded} is called, {@code told} gets what Gatling's main has caught. A run from
   * Java throws it instead.
   *
   * @param told may end this JVM
   */
  public static void tell(Consumer<Throwable> told) {
    if (ExitStatus.underGatlingMain()
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      LoadFailures filter = new LoadFailures(told);
      context.addTurboFilter(filter);
      filter.start();
      current = filter;
    }
  }

  /** What is thrown from now on is thrown by a run. */
  public static void loaded() {
    LoadFailures filter = current;
    if (filter != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getTurboFilterList().remove(filter);
      current = null;
    }
  }

  /** Logging of errors is asked for first, whatever level it is set to, and then given one. */
  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    if (level != Level.ERROR || !logger.getName().equals(MAIN)) {
      return FilterReply.NEUTRAL;
    }
    if (thrown == null) {
      return FilterReply.ACCEPT;
    }
    told.accept(thrown);
    return FilterReply.DENY;
  }
}
