package dev.onrush.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A service in a JVM of its own whose service time is known: lognormal, with a median of 40 ms for
 * {@code /search} and 15 ms for {@code /pay}. {@value #SPIN_MICROS} µs of it are processor time.
 * All of it is multiplied by a factor that {@code /slower/1.05} sets. The service prints its
 * address on standard output, and ends with its standard input.
 */
final class StubServer implements AutoCloseable {

  private static final double SIGMA = 0.25;
  private static final int SPIN_MICROS = 500;
  private static final String SLOWER = "/slower/";

  private static volatile double slower = 1;

  private final ServerProcess process;

  private StubServer(ServerProcess process) {
    this.process = process;
  }

  static StubServer start() throws IOException {
    return new StubServer(
        ServerProcess.start(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path", ""),
                StubServer.class.getName()),
            Redirect.DISCARD));
  }

  URI uri() {
    return process.uri();
  }

  /** Multiplies the time of each request by this factor from now on. */
  void slower(double factor) throws IOException, InterruptedException {
    String unused = process.ask(SLOWER + factor);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/search", exchange -> answer(exchange, 40));
    server.createContext("/pay", exchange -> answer(exchange, 15));
    server.createContext("/", exchange -> answer(exchange, 0));
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    ServerProcess.awaitEndOfInput();
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, double median) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(SLOWER)) {
      slower = Double.parseDouble(path.substring(SLOWER.length()));
    }
    if (median > 0) {
      double factor = slower * Math.exp(SIGMA * ThreadLocalRandom.current().nextGaussian());
      long end = System.nanoTime() + Math.round(factor * median * 1e6);
      long spun = System.nanoTime() + Math.round(slower * SPIN_MICROS * 1e3);
      while (System.nanoTime() < spun) {
        Thread.onSpinWait();
      }
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    byte[] body = "ok".getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
