package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A logback event with all its texts filtered. */
final class FilteredEvent implements ILoggingEvent {

  private final ILoggingEvent event;
  private final UnaryOperator<String> filter;

  /**
   * Wraps an event.
   *
   * @param filter applied each time that a text is read
   */
  FilteredEvent(ILoggingEvent event, UnaryOperator<String> filter) {
    this.event = event;
    this.filter = filter;
  }

  private @Nullable String filtered(@Nullable String text) {
    return text == null ? null : filter.apply(text);
  }

  /**
   * Returns the value itself if the filter does not change its text, so that a number remains a
   * number for a JSON encoder.
   */
  private @Nullable Object filtered(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String text = String.valueOf(value);
    String filtered = filter.apply(text);
    return filtered.equals(text) ? value : filtered;
  }

  private Map<String, String> filtered(@Nullable Map<String, String> texts) {
    Map<String, String> filtered = new LinkedHashMap<>();
    if (texts != null) {
      texts.forEach((name, text) -> filtered.put(name, filtered(text)));
    }
    return filtered;
  }

  @Override
  public @Nullable String getMessage() {
    return filtered(event.getMessage());
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    Object[] arguments = event.getArgumentArray();
    return arguments == null
        ? null
        : Arrays.stream(arguments).map((Object argument) -> filtered(argument)).toArray();
  }

  @Override
  public @Nullable String getFormattedMessage() {
    return filtered(event.getFormattedMessage());
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return FilteredThrowable.of(event.getThrowableProxy(), this::filtered);
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return filtered(event.getMDCPropertyMap());
  }

  @Override
  @SuppressWarnings("deprecation") // an encoder may call it by this name
  public Map<String, String> getMdc() {
    return getMDCPropertyMap();
  }

  @Override
  public @Nullable List<KeyValuePair> getKeyValuePairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? null
        : pairs.stream().map(pair -> new KeyValuePair(pair.key, filtered(pair.value))).toList();
  }

  @Override
  public @Nullable List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }

  /** An exception whose message, and the messages of its causes, are filtered. */
  private record FilteredThrowable(IThrowableProxy thrown, UnaryOperator<@Nullable String> filter)
      implements IThrowableProxy {

    static @Nullable IThrowableProxy of(
        @Nullable IThrowableProxy thrown, UnaryOperator<@Nullable String> filter) {
      return thrown == null ? null : new FilteredThrowable(thrown, filter);
    }

    @Override
    public @Nullable String getOverridingMessage() {
      return filter.apply(thrown.getOverridingMessage());
    }

    @Override
    public @Nullable String getMessage() {
      return filter.apply(thrown.getMessage());
    }

    @Override
    public String getClassName() {
      return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      return of(thrown.getCause(), filter);
    }

    @Override
    public IThrowableProxy @Nullable [] getSuppressed() {
      IThrowableProxy[] suppressed = thrown.getSuppressed();
      return suppressed == null
          ? null
          : Arrays.stream(suppressed)
              .map(other -> of(other, filter))
              .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return thrown.isCyclic();
    }
  }
}
