package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/**
 * Filters all log messages, of all loggers and with any configuration of logback. A turbo filter
 * cannot change a text. Therefore each event is filtered on its way into its appender's encoder or,
 * if an appender has no encoder, into the appender. The text of the pattern itself, including
 * colours, stays.
 */
public final class LogFilter {

  private static volatile UnaryOperator<String> filter = UnaryOperator.identity();

  private LogFilter() {}

  /**
   * Makes all appenders of this JVM write the result of {@code other} for messages, arguments and
   * the messages of exceptions.
   */
  public static synchronized void install(UnaryOperator<String> other) {
    filter = other;
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLoggerList().forEach(LogFilter::wrap);
    }
  }

  private static String filtered(String text) {
    return filter.apply(text);
  }

  private static void wrap(Logger logger) {
    for (Appender<ILoggingEvent> appender : list(logger.iteratorForAppenders())) {
      if (wrapsWithin(appender) || appender instanceof Filtering) {
        continue;
      }
      // Only in Gatling's own JVM, since another JVM may look up its own appender again.
      if (ExitStatus.underGatlingMain()) {
        Filtering filtering = new Filtering(appender);
        filtering.setContext(logger.getLoggerContext());
        filtering.start();
        logger.detachAppender(appender);
        logger.addAppender(filtering);
      }
    }
  }

  /** Whether the appender has an encoder, or appenders of its own, that could be wrapped. */
  @SuppressWarnings("unchecked")
  private static boolean wrapsWithin(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      Encoder<ILoggingEvent> encoder = stream.getEncoder();
      if (encoder != null && !(encoder instanceof FilteringEncoder)) {
        FilteringEncoder filtering = new FilteringEncoder(encoder);
        filtering.setContext(stream.getContext());
        filtering.start();
        stream.setEncoder(filtering);
      }
      return true;
    }
    if (appender instanceof AppenderAttachable<?> several) {
      return list(((AppenderAttachable<ILoggingEvent>) several).iteratorForAppenders()).stream()
          .allMatch(LogFilter::wrapsWithin);
    }
    return false;
  }

  private static List<Appender<ILoggingEvent>> list(Iterator<Appender<ILoggingEvent>> appenders) {
    List<Appender<ILoggingEvent>> list = new ArrayList<>();
    appenders.forEachRemaining(list::add);
    return list;
  }

  private static final class FilteringEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> encoder;

    FilteringEncoder(Encoder<ILoggingEvent> encoder) {
      this.encoder = encoder;
    }

    @Override
    public byte[] headerBytes() {
      return encoder.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      return encoder.encode(new FilteredEvent(event, LogFilter::filtered));
    }

    @Override
    public byte[] footerBytes() {
      return encoder.footerBytes();
    }

    @Override
    public void stop() {
      super.stop();
      encoder.stop();
    }
  }

  private static final class Filtering extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> appender;

    Filtering(Appender<ILoggingEvent> appender) {
      this.appender = appender;
      setName(appender.getName());
    }

    @Override
    protected void append(ILoggingEvent event) {
      appender.doAppend(new FilteredEvent(event, LogFilter::filtered));
    }

    @Override
    public void stop() {
      super.stop();
      appender.stop();
    }
  }
}
