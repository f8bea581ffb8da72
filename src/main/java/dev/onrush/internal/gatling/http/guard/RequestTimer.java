package dev.onrush.internal.gatling.http.guard;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.impl.Http2AppHandler;
import io.gatling.http.client.impl.HttpTx;
import io.gatling.http.client.impl.RequestTimeout;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.proxy.ProxyHandler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The timer with which Gatling's client fails a request that has had no response within its
 * timeout. When the timer fires, this class can start it again.
 */
public final class RequestTimer {

  /** The shortest time until the timer fires again: the event loop reads before. */
  private static final long SHORTEST = Duration.ofMillis(1).toNanos();

  private static final String CLIENT = "io.gatling.http.client.impl.";
  private static final Class<?> HTTP_1 = GatlingField.type(CLIENT + "HttpAppHandler");
  private static final Class<?> TYPE =
      GatlingField.type(CLIENT + "RequestTimeout$DefaultRequestTimeout");
  private static final GatlingField OPEN = GatlingField.of(HTTP_1, "tx");
  private static final GatlingField STREAMS =
      GatlingField.of(Http2AppHandler.class, "txByStreamId");
  private static final GatlingField LISTENER = GatlingField.of(HttpTx.class, "listener");
  private static final GatlingField TIMEOUT = GatlingField.of(HttpTx.class, "requestTimeout");
  private static final GatlingField CHANNEL = GatlingField.of(TYPE, "channel");
  private static final GatlingField SCHEDULED = GatlingField.of(TYPE, "f");
  private static final GatlingField MILLIS = GatlingField.of(TYPE, "timeout");
  private static final MethodHandle EXECUTE = execute();

  private RequestTimer() {}

  /** Returns the requests that wait for a response on an HTTP/2 connection, by their streams. */
  @SuppressWarnings("unchecked")
  static Map<Integer, HttpTx> streams(Http2AppHandler client) {
    return (Map<Integer, HttpTx>) STREAMS.get(client);
  }

  /** Returns the listener of a request. */
  static HttpListener listener(HttpTx request) {
    return (HttpListener) LISTENER.get(request);
  }

  /** Whether objects of this class are timers of requests. */
  static boolean isTimer(Class<?> type) {
    return type == TYPE;
  }

  /** The whole time, in nanoseconds, after which a timer fails its request. */
  static long timeout(Object timer) {
    return TimeUnit.MILLISECONDS.toNanos((Long) MILLIS.get(timer));
  }

  /**
   * Whether the connection for the request of a timer is being opened: for the first time, or again
   * because the one to which the request was written is closed.
   */
  static boolean isOpening(Object timer) {
    return !(CHANNEL.get(timer) instanceof Channel to && to.isActive()) || isAtProxy(to);
  }

  /**
   * Whether a connection waits for its proxy. Gatling may have written a request to it, which is
   * sent afterwards.
   */
  public static boolean isAtProxy(Channel connection) {
    ProxyHandler proxy = connection.pipeline().get(ProxyHandler.class);
    return proxy != null && !proxy.isConnected();
  }

  /** Stops the timer of a request. */
  static void cancel(HttpTx request) {
    ((RequestTimeout) TIMEOUT.get(request)).cancel();
  }

  /**
   * Starts the timer of a request again. Called when the timer has fired and has told the listener,
   * before it closes the connection, which it then does not do.
   *
   * @param connection the connection to which the request was written
   * @param nanos the time until the timer fires again, at least a millisecond
   * @return whether the timer was started
   */
  public static boolean startAgain(Channel connection, HttpListener listener, long nanos) {
    if (connection.eventLoop().isShuttingDown()) {
      return false;
    }
    Optional<Object> timer = of(connection, listener);
    timer.ifPresent(
        found -> {
          CHANNEL.set(found, null);
          SCHEDULED.set(
              found,
              connection
                  .eventLoop()
                  .schedule(
                      () -> fire(found, connection),
                      Math.max(SHORTEST, nanos),
                      TimeUnit.NANOSECONDS));
        });
    return timer.isPresent();
  }

  private static void fire(Object timer, Channel connection) {
    if (CHANNEL.get(timer) == null) { // otherwise the request was sent again, on another connection
      CHANNEL.set(timer, connection);
    }
    try {
      EXECUTE.invoke(timer);
    } catch (Throwable e) {
      throw new IllegalStateException("a request cannot be timed out", e);
    }
  }

  private static Optional<Object> of(Channel connection, HttpListener listener) {
    return requests(connection.pipeline().last())
        .filter(tx -> LISTENER.get(tx) == listener)
        .map(TIMEOUT::get)
        .filter(timer -> TYPE.isInstance(timer) && CHANNEL.get(timer) == connection)
        .findFirst();
  }

  /** The requests that wait for a response on a connection. */
  private static Stream<?> requests(ChannelHandler client) {
    if (client instanceof Http2AppHandler streams) {
      return streams(streams).values().stream();
    }
    return HTTP_1.isInstance(client) ? Stream.ofNullable(OPEN.get(client)) : Stream.empty();
  }

  private static MethodHandle execute() {
    try {
      Method execute = TYPE.getDeclaredMethod("execute");
      execute.setAccessible(true);
      return MethodHandles.lookup().unreflect(execute);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Gatling's "
              + TYPE.getName()
              + " has no execute(); this version of Onrush works with"
              + " Gatling 3.15.1",
          e);
    }
  }
}
