package dev.onrush.bench;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A server that answers immediately, in a JVM of its own. It prints its address on standard output,
 * and ends with its standard input. It keeps a log of requests:
 *
 * <ul>
 *   <li>{@code /count} answers with the number of requests so far,
 *   <li>{@code /first} answers with the time of the first request, in milliseconds since 1970,
 *   <li>{@code /reset} forgets all arrivals,
 *   <li>{@code /arrivals} answers with the microseconds at which requests came since the first,
 *   <li>{@code /stall} answers after 5 ms, but holds every request that comes in the fifth second
 *       of every ten since the first until that second is over.
 * </ul>
 */
final class FastServer implements AutoCloseable {

  private static final int MOST = 4_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long USUAL = SECOND / 200;
  private static final int STALLED = 5;
  private static final int PERIOD = 10;

  private final ServerProcess process;

  private FastServer(ServerProcess process) {
    this.process = process;
  }

  /** Starts a server in a JVM of its own. */
  static FastServer start() throws IOException {
    return new FastServer(
        ServerProcess.start(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path", ""),
                FastServer.class.getName()),
            ProcessBuilder.Redirect.INHERIT));
  }

  URI uri() {
    return process.uri();
  }

  /** Returns the server's answer to a question such as {@code /count}. */
  String ask(String path) throws IOException, InterruptedException {
    return process.ask(path);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  /** The times at which requests came, in a few bytes each. */
  private static final class Log {
    private final long[] at = new long[MOST];
    private final AtomicInteger next = new AtomicInteger();
    private volatile long first;
    private volatile long firstMillis;

    /** Records an arrival and returns the nanoseconds since the first. */
    long arrived() {
      long now = System.nanoTime();
      int index = next.getAndIncrement();
      if (index == 0) {
        first = now;
        firstMillis = System.currentTimeMillis();
      }
      at[Math.min(index, MOST - 1)] = now;
      return now - first;
    }

    String text() {
      int count = Math.min(next.get(), MOST);
      return Arrays.stream(at, 0, count)
          .sorted()
          .flatMap(nanos -> LongStream.of((nanos - first) / 1000))
          .mapToObj(Long::toString)
          .collect(Collectors.joining("\n"));
    }
  }

  public static void main(String[] args) throws IOException {
    Log log = new Log();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(exchange -> answer(exchange, log))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("http://127.0.0.1:" + address.getPort());
    ServerProcess.awaitEndOfInput();
    System.exit(0);
  }

  private static void answer(HttpServerExchange exchange, Log log) {
    switch (exchange.getRequestPath()) {
      case "/count" -> send(exchange, "" + log.next.get());
      case "/first" -> send(exchange, "" + log.firstMillis);
      case "/arrivals" -> send(exchange, log.text());
      case "/reset" -> {
        log.next.set(0);
        send(exchange, "");
      }
      case "/stall" -> {
        long since = log.arrived();
        long inPeriod = since % (PERIOD * SECOND);
        long end = STALLED * SECOND;
        boolean stalled = inPeriod >= end - SECOND && inPeriod < end;
        exchange.dispatch(
            SameThreadExecutor.INSTANCE,
            () ->
                exchange
                    .getIoThread()
                    .executeAfter(
                        () -> send(exchange, "ok"),
                        stalled ? end - inPeriod : USUAL,
                        TimeUnit.NANOSECONDS));
      }
      default -> {
        log.arrived();
        send(exchange, "ok");
      }
    }
  }

  private static void send(HttpServerExchange exchange, String text) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
    exchange.getResponseSender().send(text);
  }
}
