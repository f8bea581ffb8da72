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
 * Passes on exceptions that are thrown while Gatling loads a simulation, by a constructor, an
 * initialiser or a plan. Gatling's main catches, logs and rethrows them, so that they would be
 * printed twice. Its log is the only place where they can be caught before that.
 */
public final class LoadFailures extends TurboFilter {

  static final String MAIN = "io.gatling.app.Gatling$";

  private static volatile @Nullable LoadFailures current;

  private final Consumer<Throwable> told;

  private LoadFailures(Consumer<Throwable> told) {
    this.told = told;
  }

  /**
   * Passes to {@code told} what Gatling's main catches until {@link #loaded} is called. Does
   * nothing in a run from Java, which throws the exception instead.
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

  /** Called when the simulation is loaded: later exceptions belong to the run. */
  public static void loaded() {
    LoadFailures filter = current;
    if (filter != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getTurboFilterList().remove(filter);
      current = null;
    }
  }

  /**
   * Accepts errors of Gatling's main without an exception, since the logger first asks whether
   * errors are enabled at all. An error with an exception is passed on, and not logged.
   */
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
