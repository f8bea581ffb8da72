package dev.onrush;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** A server on loopback that responds immediately and counts requests by path. */
public final class CountingServer implements AutoCloseable {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Undertow undertow;
  private final String uri;

  public CountingServer() {
    this("127.0.0.1");
  }

  /** Listens on an address of this machine. */
  CountingServer(String host) {
    PathHandler paths =
        Handlers.path(exchange -> answer(exchange, 200, "ok"))
            .addExactPath("/fail", exchange -> answer(exchange, 500, "no"))
            .addExactPath("/hang", exchange -> exchange.dispatch(exchange.getIoThread(), () -> {}))
            .addExactPath(
                "/silence", exchange -> exchange.dispatch(exchange.getIoThread(), () -> {}))
            .addExactPath(
                "/redir",
                exchange -> {
                  exchange.getResponseHeaders().put(Headers.LOCATION, "/landing");
                  answer(exchange, 302, "");
                })
            .addExactPath(
                "/page",
                exchange -> {
                  exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html");
                  answer(exchange, 200, "<html><img src='/image.png'></html>");
                })
            .addExactPath(
                "/fresh",
                exchange -> {
                  exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "max-age=3600");
                  answer(exchange, 200, "ok");
                })
            .addExactPath("/slow", exchange -> answerAfter(exchange, 50))
            .addExactPath(
                "/delay",
                exchange ->
                    // nine in ten after 5 to 24 ms, one in ten after 200 to 219
                    answerAfter(
                        exchange,
                        (count("/delay") % 10 == 0 ? 200 : 5) + (int) (count("/delay") % 20)))
            .addExactPath(
                "/ws",
                Handlers.websocket(
                    (exchange, channel) -> {
                      channel.getReceiveSetter().set(new Echo());
                      channel.resumeReceives();
                    }))
            .addExactPath(
                "/sse",
                Handlers.serverSentEvents(
                    (ServerSentEventConnection connection, String lastEventId) -> {
                      connection.setKeepAliveTime(20); // to detect a client that has disconnected
                      for (int n = 1; n <= 3; n++) {
                        connection.send("{\"n\":" + n + "}");
                      }
                    }));
    HttpHandler counted =
        exchange -> {
          counts.computeIfAbsent(exchange.getRequestPath(), p -> new LongAdder()).increment();
          paths.handleRequest(exchange);
        };
    undertow =
        Undertow.builder()
            .addHttpListener(0, host)
            .setServerOption(UndertowOptions.ENABLE_STATISTICS, true)
            .setIoThreads(1)
            .setHandler(counted)
            .build();
    undertow.start();
    InetSocketAddress address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    uri = "http://" + host + ":" + address.getPort();
  }

  public String uri() {
    return uri;
  }

  public long count(String path) {
    LongAdder count = counts.get(path);
    return count == null ? 0 : count.sum();
  }

  /** Returns all counts, by path. */
  public Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((path, count) -> all.put(path, count.sum()));
    return all;
  }

  /** Returns the number of connections that are open now. */
  public long connections() {
    return undertow.getListenerInfo().get(0).getConnectorStatistics().getActiveConnections();
  }

  /**
   * Returns the number of connections that stay open for ten seconds after their client has left.
   */
  public long openConnections() {
    ConnectorStatistics statistics = undertow.getListenerInfo().get(0).getConnectorStatistics();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (statistics.getActiveConnections() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    return statistics.getActiveConnections();
  }

  @Override
  public void close() {
    undertow.stop();
  }

  private static void answer(HttpServerExchange exchange, int status, String body) {
    exchange.setStatusCode(status);
    exchange.getResponseSender().send(body);
  }

  private static void answerAfter(HttpServerExchange exchange, int millis) {
    exchange.dispatch(
        exchange.getIoThread(),
        () -> {
          var unused =
              exchange
                  .getIoThread()
                  .executeAfter(() -> answer(exchange, 200, "late"), millis, TimeUnit.MILLISECONDS);
        });
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText("echo:" + message.getData(), channel, null);
    }
  }
}
